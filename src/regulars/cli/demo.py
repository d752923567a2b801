"""`regulars demo`: a real year of a grocery chain, through the same door as anyone's."""

from typing import Annotated

import typer

from .command import JsonOption, actor, say
from .output import print_json, print_line
from .serve import HOST, PORT


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
    from .serve import serve

    say(str(describe()))
    counts, seconds = load_demo(households, actor())
    result = {"facts": counts.facts, "orders": counts.orders, "others": counts.others, "seconds": round(seconds, 1)}
    if as_json:
        print_json(result)
    else:
        print_line(f"{counts.orders:,} orders and {counts.others:,} other facts in {seconds:.0f} s.")
        print_line('Look at: regulars lake status; regulars lake sql "SELECT count(*) FROM orders"')
        print_line("         regulars customer alarms; regulars customer show 1")
    if not no_serve:
        serve(host, port)
