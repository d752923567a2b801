"""`regulars import`: brings a file in, lists what came in, and takes it back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from .command import JsonOption, actor, fail, needs, sight
from .output import moment, print_json, print_line, print_table

if TYPE_CHECKING:
    from regulars.collect.files.models import Import
    from regulars.collect.files.told import UndoPreview

FILE = "file"
KINDS = {"said_since": "said by others since", "parts": "will be several people", "vanishes": "will be gone"}
COUNTS = ("rows", "created", "updated", "unchanged", "merged", "rejected")


class Importing(TyperGroup):
    """`regulars import FILE` needs no verb; a file that is called like one is written as ./list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = [FILE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Importing,
    no_args_is_help=True,
    help="Bring files in: regulars import FILE --source NAME. What the columns mean is guessed (import file --help).",
)

NumberArgument = Annotated[int, typer.Argument(metavar="ID", help="Its number, as `regulars import list` shows it.")]


@app.command(FILE, cls=needs("imports.edit"), help="Bring a file in; the word `file` may be left out.")
def import_file(  # noqa: PLR0913, PLR0917  each is an option
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, Excel, JSON lines, vCard and more.")],
    source: Annotated[str, typer.Option("--source", help="Who says what is in it; made if there is none.")],
    map_: Annotated[
        list[str] | None, typer.Option("--map", metavar="COL=FIELD", help="What a column means; COL= leaves it out.")
    ] = None,
    purpose: Annotated[list[str] | None, typer.Option("--purpose", help="What the data will be used for.")] = None,
    country: Annotated[str, typer.Option(help="Where its phone numbers are from, as TH.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="When the list was true, as 2026-03-31.")] = "",
    origin: Annotated[
        str, typer.Option(help="Where it is from: customers, sign_ups, event, system, partner or bought.")
    ] = "customers",
    evidence: Annotated[str, typer.Option(help="How the consents in it can be shown.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook; the first table if not given.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring a file in."""
    from regulars.collect.files import services
    from regulars.collect.files.reading import Options

    from .imports import Said, decide, follow, read

    said = Said(source, map_ or [], purpose or [], country, as_of, origin, evidence or file.name)
    row = services.upload(file, file.name, actor=actor())
    try:
        if sheet:
            services.look_again(row.pk, Options(sheet=sheet), actor=actor())
        if read(row.pk).state != "failed":
            decide(row.pk, said, actor())
            ended = follow(row.pk, "preview" if dry_run else "run", actor())
    except KeyboardInterrupt:
        stop(row.pk)
    finally:
        tidy(row.pk)
    report(ended, as_json, dry_run=dry_run)
    if dry_run:
        services.delete(row.pk, actor=actor())


def stop(import_id: int) -> None:
    """What was begun waits for somebody to decide."""
    from regulars.collect.files import services
    from regulars.collect.files.errors import NotNow

    try:
        services.pause(import_id, actor=actor())
    except NotNow:
        fail("Nothing was imported.")
    fail(f"Paused. To take back what came in: regulars import undo {import_id}")


def tidy(import_id: int) -> None:
    """A file that nothing was decided about, or that cannot be read, is not kept."""
    from regulars.collect.files import queries, services

    row = queries.imports().filter(pk=import_id, began_at=None).exclude(state__in=("previewing", "previewed")).first()
    if row is not None:
        problem = row.problem
        services.delete(import_id, actor=actor())
        if problem:
            fail(problem)


def report(row: "Import", as_json: bool, *, dry_run: bool) -> None:
    """What became of its rows, or would."""
    from regulars.collect.files.queries import counts_of, report_of

    if row.state == "failed":
        fail(row.problem or f"Import {row.pk} failed; the log says why.")
    counts = counts_of(row)
    told = {"import": row.pk, **{name: getattr(counts, name) for name in COUNTS}}
    if as_json:
        print_json(told)
        return
    title = f"What {row.name} would do" if dry_run else f"Import {row.pk}: {row.name}"
    print_table(title, list(told)[1:], [list(told.values())[1:]])
    if dry_run:
        print_problems(row.pk)
        return
    found = report_of(row.pk)
    for reason in found.reasons:
        print_line(f"{reason.count} left out: {reason.sentence}")
    for one in found.doubts:
        print_line(f"{one.count} look wrong in {one.label}: {one.sentence}")
    print_line(f"To take it back: regulars import undo {row.pk}")


def print_problems(import_id: int) -> None:
    """What would be left out or looks wrong, by the repair that it needs, with the first values and their rows."""
    from regulars.collect.files.shown import problems_of

    for group in problems_of(import_id, sight=sight(), most=3):
        print_line(f"{group.count} {f'in {group.head}' if group.head else 'left out'}: {group.sentence}")
        for one in group.values:
            meant = f" (meant: {one.suggestion}?)" if one.suggestion else ""
            print_line(f"  {one.shown}{meant}, rows {', '.join(map(str, one.rows[:5]))}")


@app.command("list", cls=needs("imports.see"))
def list_(as_json: JsonOption = False) -> None:
    """All imports, the newest first."""
    from regulars.collect.files.queries import counts_of, imports

    rows = [
        {"import": row.pk, "name": row.name, "state": row.state, "created_at": moment(row.created_at)}
        | {name: getattr(counts_of(row), name) for name in COUNTS}
        for row in imports()
    ]
    columns = ("import", "name", "state", "created_at", *COUNTS)
    print_json(rows) if as_json else print_table("Imports", columns, [list(row.values()) for row in rows])


@app.command("undo", cls=needs("imports.edit"))
def undo(
    import_id: NumberArgument,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what it would change.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take back all that an import brought; what others said since stays."""
    from regulars.collect.files import services
    from regulars.collect.files.queries import conflicts_of, find

    from .imports import follow

    if preview:
        told = conflicts_of(import_id, sight=sight())
        services.note_conflicts(import_id, told, actor=actor())
        print_preview(told, as_json)
        return
    row = find(import_id)
    if row.state in {"paused", "failed", "running"}:
        services.cancel(import_id, actor=actor(), is_queued=False)
    elif row.state != "undoing":
        services.undo(import_id, actor=actor(), is_queued=False)
    ended = follow(import_id, "", actor())
    if ended.state not in {"undone", "cancelled"}:
        fail(ended.problem or f"Import {import_id} could not be taken back; the log says why.")
    print_json({"import": import_id, "state": ended.state}) if as_json else print_line("Taken back.")


def print_preview(told: "UndoPreview", as_json: bool) -> None:
    """What an undo would change, and where others spoke since."""
    if as_json:
        print_json(told)
        return
    print_line(f"{told.customers} customers: {told.restored} as before, {told.vanishing} gone, {told.parting} parted.")
    rows = [(KINDS[one.kind], one.name, one.label, one.said, moment(one.since)) for one in told.conflicts]
    if rows:
        print_table("Worth a look first", ("what", "customer", "field", "said since", "when"), rows)
