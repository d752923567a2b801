"""Opens a file of any format, so that its rows can be read."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from . import delimited, jsonlines, records, vcards
from .encodings import candidates, is_damaged_utf8, known, sample_of
from .errors import Empty, TooLarge, Unreadable
from .formats import format_of
from .opened import Notices, Opened
from .tables import MOST_BYTES, Format, Options
from .text import BytesInvalid, Text

Result = TypeVar("Result")
TEXTS = frozenset((Format.CSV, Format.TSV, Format.JSONL, Format.VCARD))
SHEETS = frozenset((Format.CSV, Format.TSV, Format.XLSX, Format.XLS, Format.ODS, Format.NUMBERS))
LOOKED_AT = 100
RECORDS = {Format.JSONL: jsonlines.records, Format.VCARD: vcards.records}


def checked_format(path: Path, name: str) -> Format:
    """The format of a file that is neither empty nor too large. Raises Empty, TooLarge, UnknownFormat and more."""
    size = path.stat().st_size
    if size == 0:
        raise Empty
    if size > MOST_BYTES:
        raise TooLarge
    return format_of(path, name)


def open_text(
    path: Path, format_: Format, options: Options, language: str, *, is_look: bool, read: Callable[[Opened], Result]
) -> Result:
    """What `read` makes of a text; if its encoding turns out wrong far from its start it is guessed anew, once.

    Raises Unreadable.
    """
    try:
        return read(opened_text(path, format_, options, language, is_look=is_look))
    except BytesInvalid as error:
        at = error.at
    try:
        return read(opened_text(path, format_, options, language, is_look=is_look, near=at))
    except BytesInvalid as error:
        raise Unreadable(options.encoding or "UTF-8") from error


def opened_text(
    path: Path, format_: Format, options: Options, language: str, *, is_look: bool, near: int | None = None
) -> Opened:
    """A text, ready to be read. `near` is a byte that was wrong in the encoding guessed before."""
    text, found = decoded(path, options, language, near)
    if format_ in RECORDS:
        return opened_records(text, format_, found, is_look=is_look)
    return opened_table(text, format_, options, found)


def opened_table(text: Text, format_: Format, options: Options, found: dict[str, float]) -> Opened:
    """Rows between delimiters. Raises OptionUnknown."""
    delimited.check_options(options.delimiter, options.quote)
    sample = sample_text(text.path, text.encoding)
    usual = "\t" if format_ is Format.TSV and "\t" in sample else ""
    delimiter, quote = delimited.dialect_of(sample, options.delimiter or usual, options.quote)
    rows = delimited.blocks(text, delimiter, quote, text.notices)
    return Opened(format_, rows, text.notices, None, text.encoding, found, delimiter, quote, share=text.share)


def opened_records(text: Text, format_: Format, found: dict[str, float], *, is_look: bool) -> Opened:
    """What names its values itself is read twice: for the names, then for the values."""
    make = RECORDS[format_]
    heads = records.heads_in(records.first(lambda: make(text.lines()), LOOKED_AT if is_look else None))
    again = Text(text.path, text.encoding, Notices(), is_damaged=text.is_damaged)
    rows = records.blocks(make(again.lines()), heads)
    return Opened(format_, rows, again.notices, heads, text.encoding, found, share=again.share)


def decoded(path: Path, options: Options, language: str, near: int | None) -> tuple[Text, dict[str, float]]:
    """The text in the encoding that was chosen or is likeliest, and all that are possible."""
    pieces = sample_of(path, near=near)
    found = candidates(pieces, language)
    encoding = known(options.encoding) if options.encoding else next(iter(found))
    is_damaged = encoding == "utf-8" and (near is not None or len(found) > 1) and is_damaged_utf8(pieces)
    return Text(path, encoding, Notices(), is_damaged=is_damaged), found


def sample_text(path: Path, encoding: str) -> str:
    """The beginning of a text, as well as it can be read."""
    with path.open("rb") as file:
        return file.read(delimited.TRIED).decode(encoding, "replace").removeprefix("\ufeff").replace("\x00", "")
