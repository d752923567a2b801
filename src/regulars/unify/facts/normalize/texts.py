"""Text as it is kept: composed, without characters that hide, reorder or break it."""

import re
import unicodedata

MAX_DEPTH = 64
# Controls but tab and line feed, lone surrogates, soft hyphens, zero-width spaces, and marks that reorder what is read.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
# Joiners (U+200C, U+200D) carry meaning between two letters, as in Persian and in emoji, and nowhere else.
_LOOSE_JOINER = re.compile("(?<![^\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\u200c\u200d])")

# From here on it matters that sorting marks takes the square of their number.
_LONG = 1000
_MOST_MARKS = 30
_NO_LETTERS = re.compile(r"[^\w\s!-/:-@\[-`{-~]{31,}")


def steady(value: str) -> str:
    """The text with at most 30 marks upon one letter: stream-safe text (UAX 15, section 13)."""
    return _NO_LETTERS.sub(lambda found: _with_few_marks(found[0]), value) if len(value) > _LONG else value


def _with_few_marks(run: str) -> str:
    kept, marks = [], 0
    for character in run:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def text(value: str) -> str:
    """The text in NFC, stripped, with line feeds as line ends and without harmful invisible characters."""
    value = value if value.isascii() else steady(value)
    # What harms or joins is not printable.
    if value.isprintable() and (value.isascii() or unicodedata.is_normalized("NFC", value)):
        return value.strip()
    value = _HARMFUL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _LOOSE_JOINER.sub("", unicodedata.normalize("NFC", value)).strip()


def json_value(value: object, depth: int = 0) -> object:
    """A JSON value of the same shape with every string and key passed through `text`.

    What is nested deeper than any form or SDK does becomes "…", so that no fact can exhaust the stack.
    """
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict | list | tuple) and depth == MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        return {text(str(key)): json_value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item, depth + 1) for item in value]
    return value
