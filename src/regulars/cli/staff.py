"""`regulars staff`: colleagues, and the keys of their programs."""

from typing import Annotated

import typer

from .command import Command, JsonOption, actor, new_group
from .output import print_json, print_table

app = new_group("Colleagues, and the keys of their programs.")
keys = new_group("API keys of programs.")
app.add_typer(keys, name="key")


@app.command("create", cls=Command)
def create(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="What colleagues call them.")] = "",
    owner: Annotated[bool, typer.Option("--owner", help="May do everything.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add a colleague."""
    from regulars.base.staff.services import create_user

    user = create_user(email, name=name, role="owner" if owner else "", actor=actor())
    row = {"id": user.pk, "email": user.email, "name": user.name, "owner": user.is_superuser}
    print_json(row) if as_json else print_table("Colleague", list(row), [list(row.values())])


@app.command("list", cls=Command)
def list_(as_json: JsonOption = False) -> None:
    """All colleagues."""
    from regulars.base.staff.queries import users

    columns = ("id", "email", "name", "is_superuser", "is_active", "created_at")
    rows = list(users().values(*columns))
    print_json(rows) if as_json else print_table("Colleagues", columns, [list(row.values()) for row in rows])


@app.command("password", cls=Command)
def password(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    as_json: JsonOption = False,
) -> None:
    """Give a colleague a new password. It is shown this once; they can change it after signing in."""
    from regulars.base.staff.queries import find_user
    from regulars.base.staff.services import change_password, random_password

    user, made = find_user(email), random_password()
    change_password(user, made, actor=actor())
    row = {"email": user.email, "password": made}
    print_json(row) if as_json else print_table("New password", list(row), [list(row.values())])


@keys.command("create", cls=Command)
def create_key(
    name: Annotated[str, typer.Argument(help="Which program it is for.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; may be repeated.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API key. Its secret is shown this once."""
    from regulars.base.staff.services import create_api_key

    made, secret = create_api_key(name, scopes=scope or (), actor=actor())
    row = {"id": made.pk, "name": made.name, "scopes": made.scopes, "secret": secret}
    print_json(row) if as_json else print_table("API key", list(row), [list(row.values())])


@keys.command("list", cls=Command)
def list_keys(as_json: JsonOption = False) -> None:
    """All API keys, without their secrets."""
    from regulars.base.staff.queries import api_keys

    columns = ("id", "name", "prefix", "scopes", "created_at", "last_used_at", "revoked_at")
    rows = list(api_keys().values(*columns))
    print_json(rows) if as_json else print_table("API keys", columns, [list(row.values()) for row in rows])


@keys.command("revoke", cls=Command)
def revoke_key(
    key_id: Annotated[int, typer.Argument(metavar="ID", help="The key's id, as `regulars staff key list` shows it.")],
    as_json: JsonOption = False,
) -> None:
    """Refuse an API key from now on."""
    from regulars.base.staff.services import revoke_api_key

    key = revoke_api_key(key_id, actor=actor())
    row = {"id": key.pk, "name": key.name, "revoked_at": key.revoked_at}
    print_json(row) if as_json else print_table("Revoked", list(row), [list(row.values())])
