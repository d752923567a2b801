"""Reads workbooks of Excel and OpenDocument through calamine, which holds a sheet in memory."""

import io
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
    """One sheet of a workbook: the one that is named, or the first that is shown.

    For a look at a large one of Excel its beginning is cut out. Raises SheetUnknown, Protected, Broken, Bomb.
    """
    if format_ is not Format.XLS:
        check_zip(path, really=not is_look)
    notices = Notices()
    is_cut = is_look and format_ is Format.XLSX and path.stat().st_size > NEEDS_A_COPY
    start = beginning_of(path, sheet) if is_cut else None
    try:
        with calamine.CalamineWorkbook.from_object(io.BytesIO(start) if start else str(path)) as book:
            names, chosen = choose(book, sheet)
            if len(names) > 1:
                notices.add(Notice.SHEETS, count=len(names))
            found = book.get_sheet_by_name(chosen)
    except calamine.PasswordError as error:
        raise Protected from error
    except REFUSED as error:
        raise Broken from error
    rows = blocks(found.iter_rows(), notices)
    return Opened(format_, rows, notices, sheets=names, sheet=chosen)


def choose(book: calamine.CalamineWorkbook, wanted: str) -> tuple[tuple[str, ...], str]:
    """The sheets that hold cells, and the chosen one. Raises SheetUnknown, Empty."""
    sheets = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [one.name for one in sheets if one.visible == calamine.SheetVisibleEnum.Visible]
    names = tuple(one.name for one in sheets)
    if wanted and wanted not in names:
        raise SheetUnknown(wanted)
    if not names:
        raise Empty
    return names, wanted or (shown or list(names))[0]
