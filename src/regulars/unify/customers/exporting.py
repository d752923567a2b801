"""Writes customers into a file: CSV and XLSX, numbers and days typed in the latter, and no cell that is a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from regulars.base.staff.middleware import written_for
from regulars.base.web import business

from .owners import reachable
from .queries.listing import golden_rows, rows_of
from .table import Column, values_of

if TYPE_CHECKING:
    from regulars.base.staff.models import User

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
AT_ONCE = 500
MOST = 1_000_000
"""A sheet has 1,048,576 rows."""
LONGEST_CELL = 32_767
BOM = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r\n|%＝＋－＠]")
NUMBER_TO_DIAL = re.compile(r"\+\d{5,15}")
WIDTH = 18

Line = Sequence[Any]


class Writer(Protocol):
    """A file that is being written."""

    def write(self, line: Line) -> None:
        """One more line: texts, numbers, days, moments (aware) and None."""


def heads_of(shown: Sequence[Column]) -> list[str]:
    """The heads of a file with these columns."""
    return [str(head) for column in shown for head in column.heads]


def lines_of(roots: Sequence[int], shown: Sequence[Column], user: "User") -> Iterator[list[Line]]:
    """Lines of a file, some at once, as much of each customer as this reader sees; who is gone is left out."""
    for start in range(0, len(roots), AT_ONCE):
        yield lines_at_once(roots[start : start + AT_ONCE], shown, user)


def lines_at_once(roots: Sequence[int], shown: Sequence[Column], user: "User") -> list[Line]:
    sight = user.sight
    seen = reachable(roots, sight)
    rows = rows_of(golden_rows([root for root in roots if root in seen]), sight.mask)
    return list(values_of(rows, shown)) if rows else []


@contextmanager
def writing(path: Path, format_: str, heads: Sequence[str]) -> Iterator[Writer]:
    """A new file with this head line, readable by nobody else; it is complete when the block ends."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with csv_file(path, heads) if format_ == "csv" else xlsx_file(path, heads) as writer:
        yield writer


class CsvWriter:
    """Comma-separated, in UTF-8 with the mark by which spreadsheets know it."""

    def __init__(self, file: io.TextIOBase) -> None:
        self.lines = csv.writer(file)

    def write(self, line: Line) -> None:
        self.lines.writerow([in_csv(value) for value in line])


@contextmanager
def csv_file(path: Path, heads: Sequence[str]) -> Iterator[CsvWriter]:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = CsvWriter(file)
        writer.write(heads)
        yield writer


def in_csv(value: Any) -> str:
    """A value as text; days and moments as ISO 8601, and what a spreadsheet would calculate behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula; a number to dial is none."""
    is_formula = FORMULA.match(text.lstrip(" \u00a0\u200e\u200f\ufeff")) and not NUMBER_TO_DIAL.fullmatch(text)
    return f"'{text}" if is_formula else text


class XlsxWriter:
    """A sheet whose texts are texts: nothing is calculated, nothing is a link."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any) -> None:
        self.sheet = sheet
        self.row = 0
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.bold = book.add_format({"bold": True})

    def write_heads(self, heads: Sequence[str]) -> None:
        for place, head in enumerate(heads):
            self.sheet.write_string(0, place, head, self.bold)
        self.row = 1

    def write(self, line: Line) -> None:
        for place, value in enumerate(line):
            self.write_cell(place, value)
        self.row += 1

    def write_cell(self, place: int, value: Any) -> None:
        """One value by its type."""
        if isinstance(value, dt.datetime):
            self.sheet.write_datetime(self.row, place, value.replace(tzinfo=None), self.moment)
        elif isinstance(value, dt.date):
            self.sheet.write_datetime(self.row, place, value, self.day)
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.row, place, value)
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.row, place, value)
        elif value is not None:
            self.sheet.write_string(self.row, place, str(value)[:LONGEST_CELL])


@contextmanager
def xlsx_file(path: Path, heads: Sequence[str]) -> Iterator[XlsxWriter]:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(sheet_name(_("Customers")))
        if get_language_bidi():
            sheet.right_to_left()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, max(len(heads) - 1, 0), WIDTH)
        writer = XlsxWriter(book, sheet)
        writer.write_heads(heads)
        yield writer


def sheet_name(words: str) -> str:
    """Words as a sheet may be called."""
    return re.sub(r"[\[\]:*?/\\']", " ", words)[:31].strip() or "1"


def write_file(path: Path, format_: str, roots: Sequence[int], shown: Sequence[Column], user: "User") -> int:
    """Write these customers; how many there were."""
    written = 0
    with writing(path, format_, heads_of(shown)) as writer:
        for lines in lines_of(roots, shown, user):
            written += len(lines)
            write_lines(writer, lines)
    return written


def write_lines(writer: Writer, lines: Iterable[Line]) -> None:
    for line in lines:
        writer.write(line)


@contextmanager
def worded_for(user: "User") -> Iterator[None]:
    """Words, days and hours as this colleague reads them, where no page has seen to it."""
    with written_for(user, user.language or business.language()):
        yield
