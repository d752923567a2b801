"""Looks at the beginning of a file: what it is, how it is written, what its columns are called."""

from pathlib import Path

from . import apart, delimited
from .cleaning import cleaned
from .encodings import described
from .opened import Notices, Opened
from .opening import SHEETS, TEXTS, checked_format, open_text, sample_text
from .shape import Shaped, first_rows, shape
from .tables import SHOWN, Candidate, Cells, Format, Found, Options
from .whole import opened_whole

LOOKED_AT = 100
SAMPLE_ROWS = 3
SECONDS = 60.0


def look(path: Path, name: str, options: Options = Options(), *, language: str = "en") -> Found:  # noqa: B008
    """What this file looks like; reads its beginning alone. `language` is the one the business speaks.

    Raises a ReadingError.
    """
    format_ = checked_format(path, name)
    if format_ in TEXTS:
        return open_text(path, format_, options, language, is_look=True, read=lambda file: found(file, path, options))
    return apart.run(look_whole, path, format_, options, seconds=SECONDS)


def look_whole(path: Path, format_: Format, options: Options) -> Found:
    """The same for what is no text."""
    return found(opened_whole(path, format_, options, is_look=True), path, options)


def found(file: Opened, path: Path, options: Options) -> Found:
    """What the first rows tell."""
    table = shape(file.blocks, file.heads, options.header_row, file.notices)
    rows = cells_of(table, is_sheet=file.format in SHEETS)
    return Found(
        file.format, file.encoding, tuple(candidates(file, path)), file.delimiter, file.quote, file.sheets,
        file.sheet, table.header_row, table.heads, tuple(rows[:SHOWN]), table.origin, file.notices.remarks(),
    )  # fmt: skip


def cells_of(table: Shaped, *, is_sheet: bool) -> list[Cells]:
    """The first rows as they would be staged, empty cells as empty texts."""
    rows = first_rows(table.blocks, LOOKED_AT)
    columns = [list(column) for column in zip(*rows, strict=True)]
    if is_sheet:
        columns = [list(cleaned(column, at, range(len(rows)), Notices())) for at, column in enumerate(columns)]
    return [tuple(cell or "" for cell in row) for row in zip(*columns, strict=True)]


def candidates(file: Opened, path: Path) -> list[Candidate]:
    """The encodings in which the file makes sense, with its first rows in each."""
    return [
        Candidate(code, label, likelihood, sample(path, code, file))
        for code, label, likelihood in described(file.encodings)
    ]


def sample(path: Path, encoding: str, file: Opened) -> tuple[Cells, ...]:
    """The first rows in an encoding, heads included: those with letters beyond ASCII, where there are some."""
    lines = sample_text(path, encoding).splitlines()
    telling = [line for line in lines if not line.isascii()] or lines
    if file.format not in {Format.CSV, Format.TSV}:
        return tuple((line[:200],) for line in telling[:SAMPLE_ROWS])
    rows = delimited.rows_of(telling[:SAMPLE_ROWS], file.delimiter, file.quote)
    return tuple(tuple(cell[:200] for cell in row) for row in rows)
