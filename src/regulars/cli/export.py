"""`regulars export`: a list, a saved view or everybody, as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import typer

from .command import JsonOption, actor, as_user, fail
from .output import print_json, print_line

if TYPE_CHECKING:
    from regulars.base.staff.models import User
    from regulars.unify.customers.table import Column
    from regulars.unify.customers.views.asking import Asked


def export(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where the file goes; an old one is replaced.")],
    format_: Annotated[
        str, typer.Option("--format", help="csv, xlsx, parquet, vcard or jsonl; by the ending of FILE if not given.")
    ] = "",
    view: Annotated[str, typer.Option("--view", metavar="NAME", help="The customers of a saved view.")] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="JSON", help="The customers who answer a rule.")] = "",
    columns: Annotated[
        str, typer.Option("--columns", metavar="NAMES", help="Columns with commas between; all fields if not given.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Write customers into a file: everybody, a saved view or those who answer a rule; what you see in full."""
    from regulars.base.rules import RuleInvalid
    from regulars.base.staff.queries import user_at_machine
    from regulars.unify.customers import bulk, exporting
    from regulars.unify.customers.errors import TooManyChosen
    from regulars.unify.customers.views.asking import again
    from regulars.unify.customers.views.many import roots_of

    kind = format_ or kind_of(to)
    if kind not in exporting.FORMATS:
        raise typer.BadParameter(f"there is no format {kind or to.suffix}: take one of {', '.join(exporting.FORMATS)}")
    user = user_at_machine(as_user.get() or "")
    wanted = {"view": view and view_code(view, user), "rule": rule}
    try:
        asked = again("?" + urlencode({name: text for name, text in wanted.items() if text}), user)
        roots = roots_of(asked, user, exporting.MOST + 1)
    except RuleInvalid as error:
        fail(str(error))
    if len(roots) > exporting.MOST:
        raise TooManyChosen(f"{exporting.MOST:,}")
    shown = exporting.columns_for(kind, columns_of(columns, asked, user), user)
    bulk.note_export(roots, shown, actor=actor())
    with exporting.worded_for(user):
        written = exporting.write_whole(to, kind, roots, shown, user)
    result = {"file": str(to), "format": kind, "customers": written, "columns": [one.code for one in shown]}
    print_json(result) if as_json else print_line(f"{written} customers are in {to}.")


def kind_of(path: Path) -> str:
    """The format that the ending of a file says; empty for none."""
    from regulars.unify.customers.exporting import FORMATS

    ending = path.suffix.lower().removeprefix(".")
    return next((code for code, kind in FORMATS.items() if kind.ending == ending), "")


def view_code(name: str, user: "User") -> str:
    """What an address calls the view with this name, or this code. Raises ViewUnknown."""
    from regulars.unify.customers.errors import ViewUnknown
    from regulars.unify.customers.saved import BUILT_IN, saved_by, view_of
    from regulars.unify.customers.views.asking import KINDS

    known = [*BUILT_IN, *(view_of(row) for kind in KINDS for row in saved_by(user, kind) if row.name)]
    wanted = name.strip().casefold()
    found = next((one.code for one in known if wanted in {one.code.casefold(), str(one.name).casefold()}), "")
    if not found:
        raise ViewUnknown
    return found


def columns_of(names: str, asked: "Asked", user: "User") -> "list[Column]":
    """The columns that are named, else those of the view, else all fields."""
    from regulars.unify.customers.table import choices

    known = choices(user)
    codes = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise typer.BadParameter(f"there is no column {unknown[0]}: take from {', '.join(known)}")
    codes = codes or list(asked.columns) or [code for code, column in known.items() if column.is_field]
    return [known[code] for code in codes if code in known]
