"""`regulars demo`: a real year of a grocery chain, through the same door as anyone's."""

from typing import Annotated

import typer

from .command import JsonOption, actor, say
from .output import print_json, print_line
from .serve import HOST, PORT

OWNER_EMAIL = "owner@regulars.example"


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only load the data.")] = False,
    households: Annotated[int | None, typer.Option(help="Only this many of the 2,469 households.", min=1)] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = PORT,
    as_json: JsonOption = False,
) -> None:
    """Load the demo's data, then serve it."""
    from regulars.demo.about import describe

    from .loading import load_demo
    from .serve import check_address, serve

    if not no_serve:
        check_address(host, port)
    say(str(describe()))
    owner = make_owner()
    counts, seconds = load_demo(households, actor())
    result = {"facts": counts.facts, "orders": counts.orders, "others": counts.others, "seconds": round(seconds, 1)}
    if as_json:
        print_json({**result, "owner": owner})
    else:
        print_line(f"{counts.orders:,} orders and {counts.others:,} other facts in {seconds:.0f} s.")
        print_line(how_to_get_in(owner, host, port, is_served=not no_serve))
    if not no_serve:
        serve(host, port)


def make_owner() -> dict[str, str | None]:
    """Who owns this database: the first user there is, else a new one, whose password is told this once."""
    from regulars.base.staff.queries import OWNER, owner
    from regulars.base.staff.services import create_user, random_password

    standing = owner()
    if standing is not None:
        return {"email": standing.email, "password": None}
    password = random_password()
    made = create_user(OWNER_EMAIL, actor=OWNER, password=password, role="owner")
    return {"email": made.email, "password": password}


def how_to_get_in(owner: dict[str, str | None], host: str, port: int, *, is_served: bool) -> str:
    """Where the pages are, and with what to sign in."""
    from regulars.serve.welcome import address

    lines = [f"Open {address(host, port)}/ and sign in as {owner['email']}"]
    if not is_served:
        lines.insert(0, "Start the pages with: regulars serve")
    if owner["password"] is None:
        return "\n".join([*lines, f"(forgotten the password? regulars staff password {owner['email']})"])
    return "\n".join([*lines, f"with the password {owner['password']} (shown this once; change it in the pages)"])
