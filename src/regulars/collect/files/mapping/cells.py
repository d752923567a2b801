"""What a cell says once spaces, marks of emptiness and what spreadsheets put before text are taken away. Pure."""

import unicodedata
from functools import lru_cache

from regulars.unify.facts.normalize import text

NOTHING = frozenset(
    "- -- --- – — . / ? n/a na #n/a #value! #ref! #null! #div/0! null none nil undefined nan (blank)"
    " ไม่มี ไม่ระบุ ไม่ทราบ 无 無 没有 沒有 未知 未填 暂无 ندارد نامشخص نامعلوم".split()
)
"""What people and programs write into a cell of which they know nothing."""
# Arabic letters as Persian ones, and what is written with or without a sign.
_LETTERS = str.maketrans(
    "يىكۀةأإآٱؤ", "ییکههااااو", "\u0640\u0654\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c\u200d"
)


def said(cell: str) -> str:
    """What a cell says, "" for nothing: without the apostrophe that keeps the zero of a number in a spreadsheet."""
    tidy = text(cell)
    if tidy[:1] == "'" and tidy[1:].lstrip("+")[:1].isdecimal():
        tidy = tidy[1:]
    return "" if len(tidy) < 12 and tidy.casefold() in NOTHING else tidy


LONGEST_WORDS = 1000


def folded(words: str) -> str:
    """Words as they are compared: without case, spaces, marks, and differences of spelling that mean nothing.

    Only so many letters are compared as any name of something has.
    """
    return _folded(words[:LONGEST_WORDS])


@lru_cache(maxsize=65_536)
def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold().translate(_LETTERS)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNM")
