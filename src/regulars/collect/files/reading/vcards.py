"""Reads vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350; versit 1996) as rows, a card each."""

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .errors import Broken
from .records import Record

NAME_PARTS = ("Last name", "First name", "Middle name", "Prefix", "Suffix")
ADDRESS_PARTS = ("PO box", "Address line 2", "Street", "City", "State", "Postal code", "Country")
PLAIN = {"FN": "Name", "NICKNAME": "Nickname", "TITLE": "Job title", "ROLE": "Role", "EMAIL": "Email", "TEL": "Phone",
         "URL": "Website", "NOTE": "Note", "UID": "UID", "REV": "Updated", "LANG": "Language", "TZ": "Time zone",
         "CATEGORIES": "Tags", "ANNIVERSARY": "Anniversary", "BDAY": "Birthday", "IMPP": "Messenger",
         "RELATED": "Related", "X-REGULARS-ID": "Regulars ID", "X-PHONETIC-FIRST-NAME": "Phonetic first name",
         "X-PHONETIC-LAST-NAME": "Phonetic last name"}  # fmt: skip
BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "AGENT"))
QUIET = frozenset(("VERSION", "PRODID", "BEGIN", "END", "PROFILE", "SOURCE", "CLIENTPIDMAP", "XML"))
GENDERS = {"M": "male", "F": "female", "O": "other"}
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
LONGEST, LONGEST_HEAD = 4 * 1024 * 1024, 1000


@dataclass(frozen=True, slots=True)
class Property:
    """A line of a card: NAME;PARAMETERS:value, its value as it is written."""

    name: str
    parameters: Mapping[str, str]
    value: str


def records(lines: Iterable[str]) -> Iterator[Record]:
    """Each card's number and what it says. Raises Broken where the last does not end."""
    number, depth = 0, 0
    card: list[Property] = []
    for line in unfolded(lines):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            depth += 1
            if depth == 1:
                number, card = number + 1, []
        elif word == "END:VCARD" and depth:
            depth -= 1
            if depth == 0:
                yield number, record_of(card)
        elif depth == 1 and (found := property_of(line)):
            card.append(found)
    if depth or not number:
        raise Broken


def unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Whole lines: one that begins with a space goes on with the last, as does one after a soft line break."""
    held: list[str] = []
    length = 0
    for line in lines:
        text = line.rstrip("\r\n")[:LONGEST]
        is_soft = bool(held) and held[-1].endswith("=") and is_quoted_printable(held[0])
        if held and (is_soft or text[:1] in {" ", "\t"}):
            length += len(text)
            if length < LONGEST:
                held[-1] = held[-1][:-1] if is_soft else held[-1]
                held.append(text if is_soft else text[1:])
            continue
        if held:
            yield "".join(held)
        held, length = [text], len(text)
    if held:
        yield "".join(held)


def is_quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:LONGEST_HEAD].split(":", 1)[0].upper()


def property_of(line: str) -> Property | None:
    """A property, its group taken off; None for what is no line of a card."""
    head, colon, value = cut_head(line)
    if not colon:
        return None
    name, *given = head.split(";")
    several: dict[str, list[str]] = {}
    for one in given:
        key, _, text = one.partition("=")
        key, text = (key.upper(), text.strip('"')) if text else ("TYPE", key)
        several.setdefault(key, []).append(text)
    parameters = {key: ",".join(texts) for key, texts in several.items()}
    return Property(name.rpartition(".")[2].upper(), parameters, decoded(value, parameters))


def cut_head(line: str) -> tuple[str, str, str]:
    """At the first colon that stands in no quotation marks."""
    is_quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == ":" and not is_quoted:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""


def decoded(value: str, parameters: Mapping[str, str]) -> str:
    """The text behind quoted-printable; in UTF-8 where its encoding is not said or not known."""
    said = f"{parameters.get('ENCODING', '')},{parameters.get('TYPE', '')}".upper()
    if "QUOTED-PRINTABLE" not in said:
        return value
    given = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return given.decode(parameters.get("CHARSET", "utf-8"), "replace")
    except LookupError:
        return given.decode("utf-8", "replace")


def record_of(card: list[Property]) -> dict[str, str | None]:
    """What a card says, by head; what it says again gets a number."""
    record: dict[str, str | None] = {}
    known: dict[str, set[str]] = {}
    for one in card:
        for head, value in said(one):
            values = known.setdefault(head, set())
            if value and value not in values:
                values.add(value)
                record[head if len(values) == 1 else f"{head} {len(values)}"] = value
    return record


def said(one: Property) -> list[tuple[str, str]]:
    """The cells that a property fills."""
    if one.name in BINARY or one.name in QUIET:
        return []
    if one.name == "N":
        return list(zip(NAME_PARTS, parts(one.value), strict=False))
    if one.name == "ADR":
        return list(zip(ADDRESS_PARTS, parts(one.value), strict=False))
    if one.name == "ORG":
        return list(zip(("Company", "Department"), parts(one.value), strict=False))
    if one.name == "GENDER":
        code = parts(one.value)[0].strip().upper()
        return [("Gender", GENDERS.get(code, code))]
    return [(PLAIN.get(one.name, one.name), simple(one))]


def simple(one: Property) -> str:
    """A value that is one text: numbers to dial without `tel:`, days as ISO 8601."""
    text = plain(one.value).strip()
    if one.name in {"TEL", "EMAIL"}:
        return re.sub(r"^(tel|mailto):", "", text, flags=re.IGNORECASE)
    if one.name in {"BDAY", "ANNIVERSARY"} and (day := DAY.match(text)):
        return "-".join(day.groups())
    if one.name == "CATEGORIES":
        return "; ".join(tag.strip() for tag in re.split(r"(?<!\\),", one.value)).replace("\\", "")
    return text


def parts(value: str) -> list[str]:
    """The parts of a value between semicolons, none of them escaped."""
    found, start, is_escaped = [], 0, False
    for place, letter in enumerate(value):
        if letter == ";" and not is_escaped:
            found.append(value[start:place])
            start = place + 1
        is_escaped = letter == "\\" and not is_escaped
    return [plain(one).strip() for one in [*found, value[start:]]]


def plain(text: str) -> str:
    """A text without its escapes."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)
