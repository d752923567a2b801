"""vCard 4.0 (RFC 6350), as phones and Google Contacts read it: a card a customer."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

Line = Sequence[Any]

CARD = (
    "name", "first_name", "middle_name", "last_name", "honorific", "nickname", "email", "phone", "birthday", "gender",
    "company", "job_title", "street", "city", "state", "postal_code", "country", "website", "language", "tags",
    "description",
)  # fmt: skip
"""What a card holds, by the codes of columns."""
PLAIN = (("NICKNAME", "nickname"), ("EMAIL", "email"), ("TEL", "phone"), ("ORG", "company"), ("TITLE", "job_title"),
         ("URL", "website"), ("LANG", "language"), ("NOTE", "description"))  # fmt: skip
GENDERS = {"male": "M", "female": "F", "other": "O"}
LONGEST_LINE = 75


class CardWriter:
    """Cards one behind the other."""

    def __init__(self, file: TextIO, names: Sequence[str]) -> None:
        self.file, self.names = file, names

    def write(self, line: Line) -> None:
        for text in card_of(dict(zip(self.names, line, strict=True))):
            self.file.write(folded(text) + "\r\n")


@contextmanager
def card_file(path: Path, names: Sequence[str]) -> Iterator[CardWriter]:
    with path.open("w", encoding="utf-8", newline="") as file:
        yield CardWriter(file, names)


def card_of(said: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a card."""
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{escaped(name_of(said))}"
    if any(said.get(part) for part in ("first_name", "last_name", "middle_name", "honorific")):
        yield f"N:{parts(said, 'last_name', 'first_name', 'middle_name', 'honorific')};"
    yield from (f"{name}:{escaped(said[code])}" for name, code in PLAIN if said.get(code))
    if any(said.get(part) for part in ("street", "city", "state", "postal_code", "country")):
        yield f"ADR:;;{parts(said, 'street', 'city', 'state', 'postal_code', 'country')}"
    yield from further(said)
    if said.get("key"):
        yield f"X-REGULARS-ID:{said['key']}"
    yield "END:VCARD"


def further(said: Mapping[str, Any]) -> Iterator[str]:
    """What is written in a way of its own."""
    birthday = said.get("birthday")
    if isinstance(birthday, dt.date):
        yield f"BDAY:{birthday:%Y%m%d}"
    if said.get("gender") in GENDERS:
        yield f"GENDER:{GENDERS[said['gender']]}"
    if isinstance(said.get("tags"), list) and said["tags"]:
        yield f"CATEGORIES:{','.join(map(escaped, said['tags']))}"


def name_of(said: Mapping[str, Any]) -> str:
    """What a card is found by: it must have something."""
    return next((str(said[code]) for code in ("name", "nickname", "company", "email", "phone") if said.get(code)), "–")


def parts(said: Mapping[str, Any], *codes: str) -> str:
    return ";".join(escaped(said.get(code) or "") for code in codes)


def escaped(value: Any) -> str:
    text = str(value).replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def folded(line: str) -> str:
    """A line of at most 75 bytes, and what is over in lines that begin with a space; never within a character."""
    pieces, rest, most = [], line, LONGEST_LINE
    while len(rest.encode()) > most:
        cut = most
        while len(rest[:cut].encode()) > most:
            cut -= 1
        pieces.append(rest[:cut])
        rest, most = rest[cut:], LONGEST_LINE - 1
    return "\r\n ".join([*pieces, rest])
