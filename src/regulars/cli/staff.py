"""`regulars staff`: colleagues, and the keys of their programs."""

from typing import Annotated

import typer

from .command import Command, JsonOption, actor, new_group
from .output import print_json, print_table

app = new_group("Colleagues, and the keys of their programs.")


@app.command("create", cls=Command)
def create(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="What colleagues call them.")] = "",
    owner: Annotated[bool, typer.Option("--owner", help="May do everything.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add a colleague."""
    from regulars.base.staff.services import create_user

    user = create_user(email, name=name, superuser=owner, actor=actor())
    row = {"id": user.pk, "email": user.email, "name": user.name, "owner": user.is_superuser}
    print_json(row) if as_json else print_table("Colleague", list(row), [list(row.values())])


@app.command("list", cls=Command)
def list_(as_json: JsonOption = False) -> None:
    """All colleagues."""
    from regulars.base.staff.queries import users

    columns = ("id", "email", "name", "is_superuser", "is_active", "created_at")
    rows = list(users().values(*columns))
    print_json(rows) if as_json else print_table("Colleagues", columns, [list(row.values()) for row in rows])


@app.command("key", cls=Command)
def key(
    name: Annotated[str, typer.Argument(help="Which program it is for.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; may be repeated.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API key. Its secret is shown this once."""
    from regulars.base.staff.services import create_api_key

    made, secret = create_api_key(name, scopes=scope or (), actor=actor())
    row = {"id": made.pk, "name": made.name, "secret": secret}
    print_json(row) if as_json else print_table("API key", list(row), [list(row.values())])
