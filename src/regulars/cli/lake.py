"""`regulars lake`: the tables on disk that every engine can read."""

from dataclasses import fields
from typing import Annotated

import typer

from .command import JsonOption, actor, needs, new_group
from .output import cell, print_json, print_line, print_table

app = new_group("The lake: events, orders and people as tables that every engine can read.")


@app.command("status", cls=needs("jobs.see"))
def status(as_json: JsonOption = False) -> None:
    """What the lake holds."""
    from regulars.base.lake.status import TableStatus
    from regulars.unify.facts.lake import lake

    tables = lake().status()
    columns = [each.name for each in fields(TableStatus)]
    if as_json:
        print_json(tables)
    else:
        print_table("Lake", columns, [[getattr(table, column) for column in columns] for table in tables])


@app.command("compact", cls=needs("jobs.edit"))
def compact(as_json: JsonOption = False) -> None:
    """Merge small files now; `serve` does it by itself."""
    from regulars.unify.facts.lake import lake

    with lake().writer() as writer:
        due = writer.partitions_due(small_files=2)
        for table, partition in due:
            writer.compact(table, partition)
        deleted = writer.vacuum()
    result = {"compacted": [{"table": table, "partition": partition} for table, partition in due], "deleted": deleted}
    print_json(result) if as_json else print_line(f"{len(due)} partitions compacted, {deleted} old files deleted.")


@app.command("rebuild", cls=needs("settings.edit"))
def rebuild(as_json: JsonOption = False) -> None:
    """Make people, golden records and orders anew from the evidence; `serve` must not run."""
    from rich.console import Console
    from rich.progress import Progress

    from regulars.base.audit.services import record
    from regulars.unify.road import rebuild as rebuilding

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Folding", total=None)
        count = rebuilding.rebuild(lambda done, total: bar.update(task, completed=done, total=total))
    record("lake.rebuild", actor=actor(), object_type="lake")
    print_json({"identifiers": count}) if as_json else print_line(f"{count} identifiers folded again.")


@app.command("sql", cls=needs("lake.query"))
def sql(
    text: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT over the lake's tables.")],
    limit: Annotated[int, typer.Option(help="At most this many rows.", min=1, max=1_000_000)] = 1000,
    as_json: JsonOption = False,
) -> None:
    """Ask the lake. Nothing can be changed, and nothing but the lake can be read."""
    from regulars.base.audit.services import record
    from regulars.unify.facts.lake import lake
    from regulars.unify.identity.queries import withdrawn_batches

    who = actor()
    engine = lake().engine()
    try:
        found = engine.sql(text, limit=limit, withdrawn={"events": withdrawn_batches()})
    finally:
        engine.close()
    record("lake.sql", actor=who, object_type="lake", text=text)
    rows = found.to_pylist()
    if as_json:
        print_json(rows)
    else:
        print_table(f"{len(rows)} rows", found.column_names, [[cell(value) for value in row.values()] for row in rows])
