"""Reads tables of Apple Numbers."""

import tempfile
import warnings
from pathlib import Path

from numbers_parser import Document, NumbersError, Table, UnsupportedError

from .cells import blocks
from .errors import Broken, Empty, Protected, SheetUnknown, TooMuch
from .opened import Notices, Opened
from .tables import Format, Notice
from .zips import check_zip

MOST_PACKED = 64 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024


def opened_numbers(path: Path, sheet: str, *, is_look: bool) -> Opened:
    """The first table of a sheet: the one that is named, or the first that has rows below heads.

    Raises SheetUnknown, Protected, Broken, TooMuch, Bomb.
    """
    if path.stat().st_size > MOST_PACKED:
        raise TooMuch
    check_zip(path, MOST_UNPACKED, really=not is_look)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = tables_of(path)
    except UnsupportedError as error:
        raise Protected from error
    except (NumbersError, OSError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Broken from error
    names = tuple(name for name, found in tables.items() if found)
    if sheet and sheet not in names:
        raise SheetUnknown(sheet)
    if not names:
        raise Empty
    tabular = (name for name in names if tables[name][0].num_rows > 1 and tables[name][0].num_cols > 1)
    chosen, notices = sheet or next(tabular, names[0]), Notices()
    if len(names) > 1:
        notices.add(Notice.SHEETS, count=len(names))
    rows = tables[chosen][0].rows(values_only=True)
    return Opened(Format.NUMBERS, blocks(rows, notices), notices, sheets=names, sheet=chosen)


def tables_of(path: Path) -> dict[str, list[Table]]:
    """The tables of each sheet. The library takes no file whose name ends otherwise, so it is given one that does."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder, "tables.numbers")
        named.symlink_to(path.resolve())
        return {one.name: list(one.tables) for one in Document(str(named)).sheets}
