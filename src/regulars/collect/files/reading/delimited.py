"""Reads texts whose cells stand between delimiters: CSV, TSV and their cousins."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from .errors import CellTooLong, OptionUnknown
from .opened import Block, Notices
from .tables import LONGEST_CELL, Notice
from .text import Text

DELIMITERS = (",", ";", "\t", "|")
QUOTES = ('"', "'")
NO_QUOTE = "none"
FIRST_ROWS, MOST_ROWS = 100, 5_000
AT_ONCE = 4 * 1024 * 1024
"""So many characters are held as rows at once, more or less."""
TRIED_ROWS = 100
TRIED = 64 * 1024

# The module counts fields for the whole process; this is more than any other reader here asks for.
csv.field_size_limit(LONGEST_CELL)


def check_options(delimiter: str, quote: str) -> None:
    """Raises OptionUnknown."""
    if len(delimiter) > 1 or delimiter in {"\n", "\r", '"', " "}:
        raise OptionUnknown(delimiter)
    if quote and quote not in (*QUOTES, NO_QUOTE):
        raise OptionUnknown(quote)


def dialect_of(sample: str, delimiter: str, quote: str) -> tuple[str, str]:
    """The delimiter and the quotation mark of a text, by its beginning; what is given already stays."""
    tried = sample[:TRIED]
    first = tried.split("\n", 1)[0].strip()
    if not delimiter and first.lower().startswith("sep=") and len(first) == 5:
        delimiter = first[-1]
    if not quote:
        quote = quote_of(tried)
    return delimiter or max(DELIMITERS, key=lambda one: evenness(tried, one, quote)), quote


def quote_of(text: str) -> str:
    """An apostrophe only where cells stand between them and nothing between the usual marks."""
    if '"' in text:
        return '"'
    ends = sum(text.count(f"'{one}'") for one in DELIMITERS)
    return "'" if ends >= 3 else '"'


def evenness(text: str, delimiter: str, quote: str) -> tuple[float, float]:
    """How well a delimiter cuts a text: the share of rows of the usual width, and that width."""
    if delimiter not in text:
        return 0.0, 0.0
    lines = text.splitlines(keepends=True)
    try:
        rows = [row for row in islice(csv.reader(lines, **settings(delimiter, quote)), TRIED_ROWS) if any(row)]
    except csv.Error:
        return 0.0, 0.0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0.0
    width, often = max(widths.items(), key=lambda one: (one[1], one[0]))
    return often / len(rows) * (1 - 1 / width), float(width)


def settings(delimiter: str, quote: str) -> dict[str, Any]:
    if quote == NO_QUOTE:
        return {"delimiter": delimiter, "quoting": csv.QUOTE_NONE}
    return {"delimiter": delimiter, "quotechar": quote}


def blocks(text: Text, delimiter: str, quote: str, notices: Notices) -> Iterator[Block]:
    """The rows of a text, numbered as a spreadsheet does: a row is a record, blank ones count. Raises CellTooLong."""
    reader = csv.reader(text.lines(), **settings(delimiter, quote))
    number, most = 1, FIRST_ROWS
    while True:
        rows: list[Sequence[str | None]] = []
        try:
            rows.extend(islice(reader, most))
        except csv.Error as error:
            raise CellTooLong(number + len(rows), LONGEST_CELL) from error
        if not rows:
            break
        if number == 1 and is_hint(rows[0], delimiter):
            rows[0] = ()
        yield range(number, number + len(rows)), rows
        number += len(rows)
        most = next_size(rows)
    if len(text.ends) > 1:
        notices.add(Notice.ENDS, count=1)


def next_size(rows: Sequence[Sequence[str | None]]) -> int:
    """How many rows to hold at once, by the length of the last."""
    length = sum(len(cell or "") for row in rows[-20:] for cell in row) // min(len(rows), 20) + 1
    return max(1, min(MOST_ROWS, AT_ONCE // length))


def is_hint(row: Sequence[str | None], delimiter: str) -> bool:
    """Whether the first line only tells Excel the delimiter (sep=;)."""
    return bool(row) and (row[0] or "").lower() in {"sep=", f"sep={delimiter}"} and not any(row[1:])


def rows_of(lines: Sequence[str], delimiter: str, quote: str) -> list[list[str]]:
    """A few lines as rows, each by itself."""
    return [row for line in lines for row in csv.reader([line[:LONGEST_CELL]], **settings(delimiter, quote))]
