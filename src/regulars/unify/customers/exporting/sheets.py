"""Files for people: CSV and XLSX, numbers and days typed in the latter, and no cell that is a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from regulars.base.fields.formulas import harmless, lasting

BOM = "\ufeff"
LONGEST_CELL = 32_767
WIDTH = 18

Line = Sequence[Any]


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
            self.sheet.write_string(self.row, place, lasting(str(value))[:LONGEST_CELL])


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
