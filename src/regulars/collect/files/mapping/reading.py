"""How the cells of one column are read, by what the column means: each distinct cell once."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from regulars.base.fields.enums import Type
from regulars.base.fields.queries import current, find_field
from regulars.collect.files.mapping import names
from regulars.collect.files.mapping.amounts import amount
from regulars.collect.files.mapping.answers import answer, choice, in_languages
from regulars.collect.files.mapping.cells import folded, said
from regulars.collect.files.mapping.columns import Column, Mapping
from regulars.collect.files.mapping.days import Style, day, moment
from regulars.collect.files.mapping.looking_wrong import judge_of
from regulars.collect.files.mapping.targets import AMOUNT, targets
from regulars.collect.files.mapping.troubles import Code
from regulars.unify.facts import normalize
from regulars.unify.facts.normalize import Doubt
from regulars.unify.facts.normalize.readers import readers

Reading = tuple[Any, str, str]
"""The value, None for nothing; the code of what is doubtful about it, or ""; what the cell says."""
Found = tuple[Any, str]
Read = Callable[[str], Found]

BLANK: Reading = (None, "", "")
LONGEST = 200
"""How many characters of a cell a `Trouble` shows."""
MOST_REMEMBERED = 30_000
SEVERAL = frozenset({"email", "phone"})
"""What a cell may hold several of."""
ANYBODY = "*"
# Without the blanks around: with them, a long gap would be gone through from each of its places.
_PARTED = re.compile(r"[,;/|\n،؛、，；]|:::|\bor\b|หรือ|或|یا")
_LISTED = re.compile(r"[,;|\n،؛、，；]|:::")
# Every contact of Google stands in the second: it tells nobody from anybody.
_NO_ITEMS = {"", "* myContacts"}


def key_of(cell: str) -> str:
    """A cell, or as much of it as a `Trouble` shows, as `Column.values` knows it: whatever its case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", cell[:LONGEST]).casefold().split())


def is_address(name: str) -> bool:
    """Whether a field holds e-mail addresses."""
    field = find_field(name)
    return field is not None and field.type is Type.EMAIL


def domain_of(address: str) -> str:
    """What stands for every address of a domain where it is decided what bad values become: `*@gmail.com`."""
    return key_of(f"{ANYBODY}@{address.rpartition('@')[2]}")


class Cells:
    """Reads the cells of a column. `read` makes a reader for a region."""

    def __init__(self, column: Column, read: Callable[[str], Read], region: str) -> None:
        self.column = column
        self.target = column.target
        self.name = column.target.partition(":")[2]
        self.region = region
        self.has_domains = is_address(self.name)
        self.make = read
        self.judge = judge_of(self.name) if column.target.startswith("trait:") and not column.split else None
        self.known: dict[str, tuple[Read, dict[str | None, Reading]]] = {}

    def __call__(self, cells: Sequence[str | None], regions: Sequence[str] | None = None) -> list[Reading]:
        """The readings of these cells; `regions` are the countries of their rows ("": the file's)."""
        if regions is None:
            read, known = self.of_region(self.region)
            return [known.get(cell) or self.first(cell or "", read, known) for cell in cells]
        return [self.one(cell, region) for cell, region in zip(cells, regions, strict=True)]

    def one(self, cell: str | None, region: str) -> Reading:
        read, known = self.of_region(region or self.region)
        return known.get(cell) or self.first(cell or "", read, known)

    def of_region(self, region: str) -> tuple[Read, dict[str | None, Reading]]:
        if region not in self.known:
            self.known[region] = self.make(region), {None: BLANK}
        return self.known[region]

    def meant(self, words: str) -> str:
        """What was decided that these words mean: as they are, or by the domain of an address."""
        known = self.column.values
        if (whole := known.get(key_of(words))) is not None:
            return whole
        instead = known.get(domain_of(words)) if self.has_domains and "@" in words else None
        if instead is None:
            return words
        return words.rpartition("@")[0] + instead.removeprefix(ANYBODY) if instead else ""

    def first(self, cell: str, read: Read, known: dict[str | None, Reading]) -> Reading:
        """A cell that is met for the first time."""
        if len(known) > MOST_REMEMBERED:
            known.clear()
            known[None] = BLANK
        reading = known[cell] = self.reading(cell, read)
        return reading

    def reading(self, cell: str, read: Read) -> Reading:
        """What a cell says."""
        words = said(cell)
        if self.column.values and words:
            words = self.meant(words)
        value, code = read(words) if words else (None, "")
        if self.judge and not code and value is not None:
            code = self.judge(value[0] if isinstance(value, tuple) else value)
        return value, code, words


def cells_of(column: Column, mapping: Mapping) -> Cells:
    """What reads a column of a file."""
    of, _colon, name = column.target.partition(":")
    style = Style(column.calendar, column.date_order)
    if of == "trait":
        return Cells(column, partial(_trait, column, style, mapping.time_zone), mapping.region)
    if of == "identifier":
        return Cells(column, partial(_identifier, name), mapping.region)
    type_ = {target.code: target.type for target in targets(mapping.kind)}.get(column.target, Type.TEXT)
    read = _simple(type_, column, style, mapping.time_zone)
    return Cells(column, lambda _region: read, mapping.region)


def _simple(type_: str, column: Column, style: Style, time_zone: str) -> Read:
    if column.target == "time:occurred_at":
        return partial(_time, style, time_zone)
    if column.target == "said:purpose":
        return _purpose
    known: dict[str, Read] = {
        Type.MOMENT: partial(_moment, style, time_zone),
        Type.DATE: partial(_date, style),
        Type.BOOLEAN: _consent,
        AMOUNT: partial(_amount, column.decimal),
    }
    return known.get(type_, _text)


def _trait(column: Column, style: Style, time_zone: str, region: str) -> Read:
    name = column.target.partition(":")[2]
    field = find_field(name)
    if field is None:
        return _text
    if column.split:
        return _split
    own: dict[str, Read] = {
        Type.DATE: partial(_date, style),
        Type.MOMENT: partial(_moment, style, time_zone),
        Type.LIST: _list,
        Type.CHOICE: partial(_choice, name),
        Type.BOOLEAN: _boolean,
        Type.INTEGER: partial(_integer, column.decimal, readers(region or None)[name]),
    }
    read = own.get(field.type) or partial(_normal, readers(region or None)[name])
    return partial(_each, read) if name in SEVERAL else read


def _each(read: Read, words: str) -> Found:
    """A tuple where a cell holds several values, and each can be read."""
    value, code = read(words)
    parts = [part.strip() for part in _PARTED.split(words) if part.strip()] if code else []
    if len(parts) > 1:
        found = [read(part) for part in parts]
        if not any(doubt for _value, doubt in found):
            return tuple(dict.fromkeys(each for each, _doubt in found)), ""
    return value, code


def _normal(reader: Callable[[object], tuple[object, Doubt | None]], words: str) -> Found:
    value, doubt = reader(words)
    return value, doubt or ""


def _text(words: str) -> Found:
    return words[:5000], ""


def _split(words: str) -> Found:
    return names.split(words), ""


def _date(style: Style, words: str) -> Found:
    found = day(words, style)
    return (found, "") if found else (words, Doubt.NOT_A_DATE)


def _moment(style: Style, time_zone: str, words: str) -> Found:
    found = moment(words, style, time_zone)
    return (found, "") if found else (words, Doubt.NOT_A_MOMENT)


def _time(style: Style, time_zone: str, words: str) -> Found:
    """µs since 1970; what cannot be read says nothing of the time."""
    found = moment(words, style, time_zone)
    at = normalize.timestamp(found) if found else None
    return (None, Doubt.NOT_A_MOMENT) if at is None else (at, "")


def _list(words: str) -> Found:
    return listed(words) or None, ""


def listed(words: str) -> list[str]:
    """The items of a list in a cell, each once."""
    return [word for word in dict.fromkeys(map(str.strip, _LISTED.split(words))) if word not in _NO_ITEMS]


def _choice(field: str, words: str) -> Found:
    found = choice(field, words)
    return (found, "") if found else (words, Doubt.NOT_A_CHOICE)


def _boolean(words: str) -> Found:
    found = answer(words)
    return (words, Doubt.NOT_A_CHOICE) if found is None else (found, "")


def _consent(words: str) -> Found:
    found = answer(words)
    return (None, Code.UNCLEAR_ANSWER) if found is None else (found, "")


def _integer(decimal: str, reader: Callable[[object], tuple[object, Doubt | None]], words: str) -> Found:
    number = amount(words, decimal)
    return _normal(reader, words) if number is None or number % 1 else _of_whole(reader, int(number))


def _of_whole(reader: Callable[[object], tuple[object, Doubt | None]], number: int) -> Found:
    value, doubt = reader(number)
    return value, doubt or ""


def _amount(decimal: str, words: str) -> Found:
    found = amount(words, decimal)
    return (words, Code.NOT_AN_AMOUNT) if found is None else (found, "")


def _identifier(type_: str, region: str) -> Read:
    read = partial(_identify, type_, region)
    return partial(_each, read) if type_ in SEVERAL else read


def _identify(type_: str, region: str, words: str) -> Found:
    """The normal form; what identifies nobody as it is written."""
    found = normalize.identifier(type_, words, region or None)
    if found is not None:
        return found, ""
    return words, {"email": Doubt.NOT_AN_EMAIL, "phone": Doubt.NOT_A_PHONE}.get(type_, Code.STANDS_FOR_NOBODY)


def _purpose(words: str) -> Found:
    """The code of a purpose, by code or label."""
    known = {folded(label): purpose.code for purpose in current().purposes for label in in_languages(purpose.label)}
    found = words if words in current().by_code else known.get(folded(words))
    return (found, "") if found else (words, Code.UNKNOWN_PURPOSE)
