"""`regulars source`: who says things."""

from typing import Annotated

import typer

from .command import Command, JsonOption, actor, new_group
from .output import print_json, print_table

app = new_group("Sources: shops, tills, sites and files that tell what customers do.")


@app.command("create", cls=Command)
def create(
    name: Annotated[str, typer.Argument(help="What colleagues call it.")],
    kind: Annotated[str, typer.Option(help="server, browser, till, shop, file, form, pixel or staff.")] = "server",
    region: Annotated[str, typer.Option(help="Where its phone numbers are from, as TH.")] = "",
    namespace: Annotated[str, typer.Option(help="Sources that share user ids share a namespace.")] = "default",
    as_json: JsonOption = False,
) -> None:
    """Make a source, and print its write key."""
    from regulars.unify.facts.enums import SourceKind
    from regulars.unify.facts.services import create_source

    if kind not in SourceKind.values:
        raise typer.BadParameter(f"choose one of {', '.join(SourceKind.values)}", param_hint="--kind")
    made = create_source(name, kind=SourceKind(kind), region=region, namespace=namespace, actor=actor())
    row = {"id": made.pk, "name": made.name, "write_key": made.write_key}
    print_json(row) if as_json else print_table("Source", list(row), [list(row.values())])


@app.command("list", cls=Command)
def list_(as_json: JsonOption = False) -> None:
    """All sources."""
    from regulars.unify.facts.queries import sources

    columns = ("id", "name", "kind", "namespace", "region", "is_enabled", "created_at", "write_key")
    rows = list(sources().values(*columns))
    print_json(rows) if as_json else print_table("Sources", columns, [list(row.values()) for row in rows])
