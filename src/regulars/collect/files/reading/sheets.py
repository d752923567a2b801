"""Reads workbooks of Excel and OpenDocument through calamine, which holds a sheet in memory."""

import io
from collections.abc import Sequence
from pathlib import Path

import python_calamine as calamine

from .beginnings import beginning_of
from .cells import blocks
from .errors import Broken, Empty, Protected, SheetUnknown
from .opened import Notices, Opened
from .tables import Format, Notice
from .zips import check_zip

REFUSED = (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError)
NEEDS_A_COPY = 4 * 1024 * 1024


def opened_workbook(path: Path, format_: Format, sheet: str, *, is_look: bool) -> Opened:
    """One sheet of a workbook: the one that is named, or the first that is shown and looks like a table.

    For a look at a large one of Excel its beginning is cut out. Raises SheetUnknown, Protected, Broken, Bomb.
    """
    if format_ is not Format.XLS:
        check_zip(path, really=not is_look)
    notices = Notices()
    is_cut = is_look and format_ is Format.XLSX and path.stat().st_size > NEEDS_A_COPY
    start = beginning_of(path, sheet) if is_cut else None
    try:
        names, found = table_of(io.BytesIO(start) if start else str(path), sheet)
        if start and not is_table(found):
            names, found = table_of(str(path), sheet)
    except calamine.PasswordError as error:
        raise Protected from error
    except REFUSED as error:
        raise Broken from error
    if len(names) > 1:
        notices.add(Notice.SHEETS, count=len(names))
    rows = blocks(found.iter_rows(), notices)
    return Opened(format_, rows, notices, sheets=names, sheet=found.name)


def table_of(file: str | io.BytesIO, wanted: str) -> tuple[tuple[str, ...], calamine.CalamineSheet]:
    """The names of all sheets, and the chosen one. Raises SheetUnknown, Empty."""
    with calamine.CalamineWorkbook.from_object(file) as book:
        names, chosen = choose(book, wanted)
        first = book.get_sheet_by_name(chosen[0])
        others = (book.get_sheet_by_name(name) for name in chosen[1:])
        return names, first if is_table(first) else next(filter(is_table, others), first)


def is_table(sheet: calamine.CalamineSheet) -> bool:
    """Whether there are rows below heads; a cover or a note is one cell, or one column of words."""
    return sheet.width > 1 and sheet.height > 1


def choose(book: calamine.CalamineWorkbook, wanted: str) -> tuple[tuple[str, ...], Sequence[str]]:
    """The sheets that hold cells, and those to choose from, the best first. Raises SheetUnknown, Empty."""
    sheets = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [one.name for one in sheets if one.visible == calamine.SheetVisibleEnum.Visible]
    names = tuple(one.name for one in sheets)
    if wanted and wanted not in names:
        raise SheetUnknown(wanted)
    if not names:
        raise Empty
    return names, [wanted] if wanted else shown or names
