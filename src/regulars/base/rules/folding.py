"""Letters that count as the same when texts are compared: one definition for Python and for every engine.

Case is folded by simple lower-casing. Two letters on which Python, DuckDB and the JVM part ways are settled by hand:
İ becomes i, and the sigma that ends a word is a sigma. The Arabic ي and ك are the Persian ی and ک. Nothing else is
folded: ß is not ss, é is not e, and both sides are in NFC. Letters that gained a lower case after Unicode 13 may be
told apart by an engine that is older than Python.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

_BEFORE = (("İ", "i"),)
_AFTER = (("ς", "σ"), ("ي", "ی"), ("ك", "ک"))
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def has_controls(text: str) -> bool:
    """Whether there are characters that no kept text has, and that engines do not take."""
    return _CONTROLS.search(text) is not None


def fold(text: str) -> str:
    """The text in the form in which it is compared."""
    for letter, folded in _BEFORE:
        text = text.replace(letter, folded)
    text = text.lower()
    for letter, folded in _AFTER:
        text = text.replace(letter, folded)
    return text


def folded(column: "ir.StringValue") -> "ir.StringValue":
    """`fold` as an expression."""
    for letter, plain in _BEFORE:
        column = column.replace(letter, plain)
    column = column.lower()
    for letter, plain in _AFTER:
        column = column.replace(letter, plain)
    return column
