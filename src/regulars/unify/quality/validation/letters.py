"""Texts that a program read with the wrong letters, and what nobody sees in a text."""

import re

# Zero-width characters but the joiners, which Persian needs; directions; soft hyphens.
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f]")
LOST = re.compile("\ufffd|\\?{3,}")
# How UTF-8 looks that was read as Latin-1 or Windows-1252: Thai, Arabic letters, accents, Chinese.
MISREAD = re.compile("(?:à[¸¹º»][\x80-\xbf\u0152-\u2122]|[ØÙÚÛ][\x80-\xbf\u0152-\u2122]|Ã[\x80-\xbf\u0152-\u2122]|â€)")
THAI_MISREAD = re.compile("[\u00a1-\u00da\u00df-\u00fb]{4,}")


def mended(text: str) -> str:
    """The text without what nobody sees."""
    return UNSEEN.sub("", text)


def has_lost(text: str) -> bool:
    """Whether letters were lost for good on the way."""
    return bool(LOST.search(text))


def reread(text: str) -> str:
    """The text as it was before it was read with the wrong letters; "" where it was not."""
    if MISREAD.search(text):
        for misread_as in ("cp1252", "latin-1"):
            try:
                return text.encode(misread_as).decode("utf-8")
            except UnicodeError:
                continue
    if THAI_MISREAD.search(text):
        return as_thai(text)
    return ""


def as_thai(text: str) -> str:
    """Windows-874 that was read as Latin-1, if it gives nothing but Thai letters."""
    try:
        found = text.encode("latin-1").decode("cp874")
    except UnicodeError:
        return ""
    return found if all("\u0e01" <= one <= "\u0e5b" or one.isascii() for one in found) else ""
