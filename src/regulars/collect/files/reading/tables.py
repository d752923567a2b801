"""What is found in a file, and what is staged of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Cells = tuple[str, ...]

MOST_BYTES = 2 * 1024**3
MOST_COLUMNS = 16_384
MOST_ROWS = 20_000_000
LONGEST_CELL = 1_000_000
SHOWN = 20
"""So many rows are shown of a file that is looked at."""


class Format(StrEnum):
    """The formats that can be read."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    NUMBERS = "numbers"
    JSONL = "jsonl"
    VCARD = "vcard"
    PARQUET = "parquet"


class Notice(TextChoices):
    """What is worth knowing of a file that can be read all the same."""

    RUINED = "ruined", _("Numbers that a spreadsheet cut short (such as 6.68E+10): their last digits are lost.")
    FLOATS = "floats", _("Whole numbers of more than 15 digits: a spreadsheet keeps only the first 15.")
    ERRORS = "errors", _("Cells with an error of the spreadsheet (such as #N/A): they count as empty.")
    LONGER = "longer", _("Rows with more cells than there are heads: what is over is left out.")
    SHORTER = "shorter", _("Rows with fewer cells than there are heads: the rest counts as empty.")
    RENAMED = "renamed", _("Heads that were empty or there twice: they were given a name of their own.")
    NULS = "nuls", _("Characters without meaning (NUL) were taken out.")
    DAMAGED = "damaged", _("Bytes that are no text in this encoding: � stands in their place.")
    ENDS = "ends", _("Lines end in different ways: each end counts.")
    SHEETS = "sheets", _("There are more sheets: only one is read.")
    APOSTROPHES = "apostrophes", _("Cells had an apostrophe so that they are no formula: it was taken off.")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; what is empty (or None) is guessed.

    `header_row` counts from 1 as a spreadsheet does; 0 says that there are no heads.
    """

    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    header_row: int | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something noticed: a code (Notice), a column (its place from 0; None: all), the first few rows, how often."""

    code: str
    column: int | None
    rows: tuple[int, ...]
    count: int

    @property
    def sentence(self) -> str:
        """The notice in the reader's language."""
        return str(Notice(self.code).label)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding in which the bytes make sense: how likely (0–1), and how the first rows look in it."""

    code: str
    label: str
    likelihood: float
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file looks like from its beginning; `rows` are the first SHOWN under the heads.

    `heads` are unique and never empty. `header_row` is 0 where there are none (then they are letters).
    `origin` is the product whose export this is, by its heads; empty if unknown.
    """

    format: Format
    encoding: str
    encodings: tuple[Candidate, ...]
    delimiter: str
    quote: str
    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    heads: Cells
    rows: tuple[Cells, ...]
    origin: str
    remarks: tuple[Remark, ...]

    @property
    def options(self) -> Options:
        """How it was read: give it to `stage` and nothing is guessed again."""
        return Options(self.encoding, self.delimiter, self.quote, self.header_row, self.sheet)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a staged file: cells that are filled, different ones (exact up to 4,096), lengths in characters."""

    head: str
    filled: int
    distinct: int
    shortest: int
    longest: int
    samples: Cells


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged file: `rows` were written; `options` say how it was read in the end."""

    rows: int
    heads: Cells
    columns: tuple[Column, ...]
    remarks: tuple[Remark, ...]
    format: Format
    options: Options
    origin: str
