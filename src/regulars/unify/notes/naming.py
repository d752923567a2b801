"""Which colleagues a note names: “@” and a name or an address, the longest that fits. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WORD = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be named; `sees` says whether they may read notes about this customer."""

    id: int
    name: str
    email: str
    sees: bool

    @property
    def words(self) -> str:
        """What people call them."""
        return self.name or self.email


def folded(text: str) -> str:
    """Text of the same length as read by people: “@MALI” names Mali."""
    return "".join(letter.casefold() if len(letter.casefold()) == 1 else letter for letter in text)


def named_in(text: str, colleagues: Iterable[Colleague]) -> dict[Colleague, str]:
    """Colleague → the words that name them, in the order in which they are named."""
    plain = unicodedata.normalize("NFC", text)
    known = spellings(colleagues)
    found: dict[Colleague, str] = {}
    for at in [place for place, letter in enumerate(plain) if letter == "@"]:
        if at and WORD.match(plain[at - 1]):
            continue  # an e-mail address
        for spelling, colleague in known.items():
            end = at + 1 + len(spelling)
            if folded(plain[at + 1 : end]) == spelling and not WORD.match(plain[end : end + 1]):
                found.setdefault(colleague, plain[at:end])
                break
    return found


def spellings(colleagues: Iterable[Colleague]) -> Mapping[str, Colleague]:
    """How each can be written, longest first; a name that two have means neither."""
    every: dict[str, set[Colleague]] = {}
    for one in colleagues:
        for words in {one.name, one.email} - {""}:
            every.setdefault(folded(unicodedata.normalize("NFC", words)), set()).add(one)
    return {words: min(every[words], key=lambda one: one.id)
            for words in sorted(every, key=len, reverse=True) if len(every[words]) == 1}  # fmt: skip
