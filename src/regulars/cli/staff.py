"""`regulars staff`: colleagues, and the keys of their programs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .command import JsonOption, actor, needs, new_group
from .output import print_json, print_table

if TYPE_CHECKING:
    from regulars.base.staff.models import User

app = new_group("Colleagues, and the keys of their programs.")
keys = new_group("API keys of programs.")
app.add_typer(keys, name="key")


RoleOption = Annotated[str, typer.Option(help="owner, administrator, marketer, sales, service, analyst or viewer.")]
TeamOption = Annotated[str, typer.Option(help="The name of their team.")]
ReachOption = Annotated[str, typer.Option(help="Whose customers they see: everyone, team or own.")]
EmailArgument = Annotated[str, typer.Argument(help="The address they sign in with.")]


@app.command("create", cls=needs("staff.edit"))
def create(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help="What colleagues call them.")] = "",
    role: RoleOption = "",
    team: TeamOption = "",
    reach: ReachOption = "everyone",
    owner: Annotated[bool, typer.Option("--owner", help="The same as --role owner.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add a colleague, who comes in with the password that `regulars staff reset` prints."""
    from regulars.base.staff.services import create_user

    role = "owner" if owner else role
    made = create_user(email, name=name, role=role, team_id=team_id(team), reach=reach, actor=actor())
    show("Colleague", made, as_json)


@app.command("list", cls=needs("staff.see"))
def list_(as_json: JsonOption = False) -> None:
    """All colleagues."""
    from regulars.base.staff.queries import colleagues

    rows = [row_of(user) for user in colleagues().order_by("pk")]
    columns = list(rows[0]) if rows else ["id", "email"]
    print_json(rows) if as_json else print_table("Colleagues", columns, [list(row.values()) for row in rows])


@app.command("role", cls=needs("staff.edit"))
def change_role(
    email: EmailArgument,
    role: Annotated[str, typer.Argument(help="Their new role.")],
    team: Annotated[str | None, typer.Option(help="The name of their team; empty for none.")] = None,
    reach: Annotated[str | None, typer.Option(help="Whose customers they see: everyone, team or own.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Change what a colleague may do and see. They are signed out."""
    from regulars.base.staff.queries import user_with
    from regulars.base.staff.services import change_access

    user = user_with(email)
    into, reach = user.team_id if team is None else team_id(team), reach or user.reach
    show("Colleague", change_access(user.pk, role=role, team_id=into, reach=reach, actor=actor()), as_json)


@app.command("disable", cls=needs("staff.edit"))
def disable(email: EmailArgument, as_json: JsonOption = False) -> None:
    """Close an account: they are signed out, and their API keys are revoked."""
    from regulars.base.staff.queries import user_with
    from regulars.base.staff.services import disable_user

    show("Closed", disable_user(user_with(email).pk, actor=actor()), as_json)


@app.command("enable", cls=needs("staff.edit"))
def enable(email: EmailArgument, as_json: JsonOption = False) -> None:
    """Open a closed account again."""
    from regulars.base.staff.queries import user_with
    from regulars.base.staff.services import enable_user

    show("Opened", enable_user(user_with(email).pk, actor=actor()), as_json)


@app.command("reset", cls=needs("staff.edit"))
def reset(
    email: EmailArgument,
    mfa: Annotated[bool, typer.Option("--mfa", help="Remove their second factors; leave the password.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Let a colleague in again: with a new password, which is shown this once, or without the second factor."""
    if not mfa:
        new_password(email, as_json)
        return
    from regulars.base.staff.queries import user_with
    from regulars.base.staff.services import remove_factors

    show("Without second factor", remove_factors(user_with(email).pk, actor=actor()), as_json)


@app.command("password", cls=needs("staff.edit"))
def password(email: EmailArgument, as_json: JsonOption = False) -> None:
    """The same as `regulars staff reset`."""
    new_password(email, as_json)


def new_password(email: str, as_json: bool) -> None:
    """Give a colleague a new password, and print it."""
    from regulars.base.staff.queries import find_user
    from regulars.base.staff.services import change_password, random_password

    user, made = find_user(email), random_password()
    change_password(user, made, actor=actor())
    row = {"email": user.email, "password": made}
    print_json(row) if as_json else print_table("New password", list(row), [list(row.values())])


def team_id(name: str) -> int | None:
    """The team of this name; none for an empty one. Raises TeamUnknown."""
    from regulars.base.staff.queries import team_called

    return team_called(name).pk if name else None


def show(title: str, user: "User", as_json: bool) -> None:
    """Print one colleague."""
    from regulars.base.staff.queries import colleague

    row = row_of(colleague(user.pk))
    print_json(row) if as_json else print_table(title, list(row), [list(row.values())])


def row_of(user: "User") -> dict[str, Any]:
    """A colleague as it is printed; `owner` stays for programs that read it."""
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "team": user.team.name if user.team else None,
        "reach": user.reach,
        "owner": user.role == "owner",
        "active": user.is_active,
        "second_factor": getattr(user, "has_factor", False),
        "last_seen_at": getattr(user, "last_seen_at", None) or user.last_login,
        "created_at": user.created_at,
    }


@keys.command("create", cls=needs("keys.edit"))
def create_key(
    name: Annotated[str, typer.Argument(help="Which program it is for.")],
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; may be repeated.")] = None,
    role: Annotated[str, typer.Option(help="It sees fields as this role does.")] = "administrator",
    as_json: JsonOption = False,
) -> None:
    """Make an API key. Its secret is shown this once."""
    from regulars.base.staff.services import create_api_key

    made, secret = create_api_key(name, scopes=scope or (), role=role, actor=actor())
    row = {"id": made.pk, "name": made.name, "scopes": made.scopes, "role": made.role, "secret": secret}
    print_json(row) if as_json else print_table("API key", list(row), [list(row.values())])


@keys.command("list", cls=needs("keys.edit"))
def list_keys(as_json: JsonOption = False) -> None:
    """All API keys, without their secrets."""
    from regulars.base.staff.queries import api_keys

    columns = ("id", "name", "prefix", "scopes", "role", "created_at", "last_used_at", "revoked_at")
    rows = list(api_keys().values(*columns))
    print_json(rows) if as_json else print_table("API keys", columns, [list(row.values()) for row in rows])


@keys.command("revoke", cls=needs("keys.edit"))
def revoke_key(
    key_id: Annotated[int, typer.Argument(metavar="ID", help="The key's id, as `regulars staff key list` shows it.")],
    as_json: JsonOption = False,
) -> None:
    """Refuse an API key from now on."""
    from regulars.base.staff.services import revoke_api_key

    key = revoke_api_key(key_id, actor=actor())
    row = {"id": key.pk, "name": key.name, "revoked_at": key.revoked_at}
    print_json(row) if as_json else print_table("Revoked", list(row), [list(row.values())])
