"""Plain text: readable to the last letter, and no web page."""

import re

from regulars.unify.notes.errors import HoldsMarkup, KindRefused

EXTENSIONS = frozenset({".txt", ".csv", ".md", ".tsv"})
MARKUP = re.compile(
    rb"<(?:!doctype\s|html|head|body|script|iframe|object|embed|svg|math|style|link|meta|form|base|\?xml|\?php)[\s>/:]"
    rb"|<!doctype|<\?xml|<\?php|javascript:",
    re.IGNORECASE,
)
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
BYTE_ORDERS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def refuse_markup(content: bytes) -> None:
    """Raises HoldsMarkup where a browser could find something to run."""
    if MARKUP.search(content):
        raise HoldsMarkup


def text(content: bytes) -> tuple[str, bytes]:
    """Text in UTF-8 (or UTF-16 that says so), stored as UTF-8. Raises KindRefused, HoldsMarkup."""
    try:
        read = content.decode(BYTE_ORDERS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KindRefused from error
    if UNREADABLE.search(read):
        raise KindRefused
    plain = read.encode()
    refuse_markup(plain)
    return "text/plain", plain
