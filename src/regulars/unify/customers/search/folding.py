"""Text as it is compared: one case, width, digit and letter variant; and the words in it, by script."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from regulars.base.fields import digits
from regulars.unify.identity.names.parsing import Script, folded

_THAI, _ARABIC = "\u0e01-\u0e4e", "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc"
_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Vowel signs of further Indic and South-East Asian scripts are letters of a word too.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff"
_RUN = re.compile(
    f"(?P<thai>[{_THAI}]+)|(?P<arabic>[{_ARABIC}]+)|(?P<han>[{_HAN}]+)"
    f"|(?P<latin>(?:[^\\W_{_THAI}{_ARABIC}{_HAN}]|[{_SIGNS}])+)"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
# What would end a term in the index: spaces, quotes and what cannot be seen.
_NO_TERM = re.compile("[\\s\"'\u0000-\u001f\u007f-\u009f\u200b-\u200f]+")


class Written(NamedTuple):
    """One word in one script; Latin stands for every script with spaces that has no rules of its own."""

    script: Script
    text: str


@lru_cache(maxsize=65_536)
def written(text: str) -> tuple[Written, ...]:
    """The words of a text, folded; what stands between them is lost."""
    if text.isascii():
        return tuple(Written(Script.LATIN, word) for word in re.findall("[a-z0-9]+", text.lower().replace("'", "")))
    found = ((match.lastgroup, without_accents(match[0])) for match in _RUN.finditer(plain_letters(text)))
    return tuple(Written(Script(script), word) for script, word in found if word)


def plain_letters(text: str) -> str:
    """The text with one form of each letter and digit; a joiner parts words."""
    return digits.to_ascii(folded(text.replace("\u200c", " ").replace("\u200d", " ")))


def without_accents(word: str) -> str:
    """A word whose accents are gone; marks of other scripts stay."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


def plain_digits(text: str) -> str:
    """The text in one width, with digits 0 to 9."""
    return digits.to_ascii(unicodedata.normalize("NFKC", text)).strip()


def compact(text: str) -> str:
    """An address, number or id as one term: folded, without spaces and quotes."""
    return _NO_TERM.sub("", plain_digits(text).casefold())


@lru_cache(maxsize=65_536)
def in_ascii(word: str) -> str:
    """A word of a script with spaces in Latin letters, as anyascii has it; empty if there are none."""
    return word if word.isascii() else re.sub("[^a-z0-9]", "", anyascii(word).lower())
