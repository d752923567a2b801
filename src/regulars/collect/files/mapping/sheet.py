"""The readings of a batch of rows, and what all makers of facts ask of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.collect.files.mapping.columns import Column, Empty, Mapping, Policy, Trouble
from regulars.collect.files.mapping.reading import LONGEST, SEVERAL, Cells, Reading
from regulars.collect.files.mapping.targets import KEY
from regulars.collect.files.mapping.troubles import Code
from regulars.unify.facts.fact import APPEND, EMPTY, FILL, NEWEST, OVERWRITE
from regulars.unify.identity.marked import is_foreign

encode = msgspec.json.Encoder(decimal_format="number").encode
FLAGS = {Policy.NEWEST: NEWEST, Policy.FILL: FILL, Policy.OVERWRITE: OVERWRITE, Policy.APPEND: APPEND}
"""How a value stands beside others, as the road's facts say it."""
NAMING = frozenset({"email", "phone"})
PARTS = ("honorific", "first_name", "last_name", "name")


class Context:
    """What holds for the whole file."""

    def __init__(self, mapping: Mapping, received_at: int, consents: dict[str, bool], evidence: dict[str, str]) -> None:
        self.mapping = mapping
        self.received_at = received_at
        self.consents, self.evidence = consents, evidence
        self.occurred_at = mapping.as_of or received_at
        self.modes = dict(each for column in mapping.columns for each in modes_of(column))
        self.contexts: dict[Any, msgspec.Raw] = {}

    def consented(self, answers: dict[str, bool], evidence: dict[str, str] | None = None) -> msgspec.Raw:
        """The context of a fact with these answers beside those of the whole file."""
        if not answers and not self.consents:
            return EMPTY
        shown = self.evidence | (evidence or {})
        key = (*sorted(answers.items()), *sorted(shown.items()))
        if (known := self.contexts.get(key)) is None:
            if len(self.contexts) > 10_000:
                self.contexts.clear()
            said: dict[str, Any] = {"categoryPreferences": self.consents | answers}
            said |= {"evidence": shown} if shown else {}
            known = self.contexts[key] = msgspec.Raw(encode({"consent": said}))
        return known


def modes_of(column: Column) -> Iterator[tuple[str, int]]:
    """Trait → how its values stand beside others; a name's parts also make the name, an e-mail identifier its trait."""
    of, _colon, name = column.target.partition(":")
    if of not in {"trait", "identifier"}:
        return
    yield name, FLAGS[column.policy]
    if column.split or name in {"first_name", "last_name"}:
        yield from ((part, FLAGS[column.policy]) for part in PARTS)


@dataclass
class Sheet:
    """Rows by number, and the readings of each column; `people` are the identifiers of customers by key."""

    numbers: Sequence[int]
    readings: Sequence[tuple[Cells, list[Reading]]]
    people: Map[str, Sequence[tuple[str, str]]] | None = None
    further: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.readings = [
            (cells, self.first_alone(cells, readings) if cells.name in SEVERAL else readings)
            for cells, readings in self.readings
        ]

    def first_alone(self, cells: Cells, readings: list[Reading]) -> list[Reading]:
        """Of several values in a cell the first is the value; the others are further identifiers."""
        places = [index for index, reading in enumerate(readings) if isinstance(reading[0], tuple)]
        for index in places:
            values, code, words = readings[index]
            readings[index] = (values[0], code, words)
            self.further.setdefault(index, []).extend((cells.name, value) for value in values[1:])
        return readings

    def of(self, prefix: str) -> list[tuple[Cells, list[Reading]]]:
        """The columns whose target starts so."""
        return [(cells, readings) for cells, readings in self.readings if cells.target.startswith(prefix)]

    def values(self, target: str) -> list[Any]:
        """The first value that each row has for a target; None for none."""
        found: list[Any] = [None] * len(self.numbers)
        for cells, readings in self.readings:
            if cells.target == target:
                found = [reading[0] if value is None else value for value, reading in zip(found, readings, strict=True)]
        return found

    def problems_of(self, target: str) -> list[bool]:
        """Whether the cells of a target are doubtful, row by row."""
        found = [False] * len(self.numbers)
        for cells, readings in self.readings:
            if cells.target == target:
                found = [bool(reading[1]) or was for was, reading in zip(found, readings, strict=True)]
        return found

    @cached_property
    def problems(self) -> dict[int, list[Trouble]]:
        """Index of a row → what is wrong with its cells."""
        found: dict[int, list[Trouble]] = defaultdict(list)
        for cells, readings in self.readings:
            place = cells.column.place
            for index, (_value, code, words) in enumerate(readings):
                if code or (cells.target == KEY and (code := self.of_strangers[index])):
                    found[index].append(Trouble(place, code, words[:LONGEST]))
        return found

    @cached_property
    def traits(self) -> list[dict[str, Any]]:
        """What each row says of a customer; None where an empty cell takes a value away."""
        found: list[dict[str, Any]] = [{} for _number in self.numbers]
        done: set[str] = set()
        for cells, readings in self.of("trait:"):
            if cells.name in done:
                unite(found, cells.name, readings)
            elif cells.column.split:
                spread(found, readings)
            else:
                fill(found, cells, readings)
            done.add(cells.name)
        return found

    @cached_property
    def identifiers(self) -> list[list[tuple[str, str]]]:
        """(type, value) of each row, doubtful ones left out."""
        found: list[list[tuple[str, str]]] = [[] for _number in self.numbers]
        for cells, readings in self.of("identifier:"):
            for named, (value, code, _words) in zip(found, readings, strict=True):
                if value is not None and not code:
                    named.append((cells.name, value))
        for index, more in self.further.items():
            found[index] += more
        for named, key in zip(found, self.keys, strict=True):
            named[:0] = (self.people or {}).get(key, ()) if key else ()
        return found

    @cached_property
    def keys(self) -> list[str | None]:
        """The customer of ours that each row says it is about."""
        return self.values(KEY)

    @cached_property
    def strangers(self) -> list[bool]:
        """Whether each row speaks of a customer whom we do not have, and by nothing else says who it is."""
        return [code == Code.UNKNOWN_CUSTOMER for code in self.of_strangers]

    @cached_property
    def of_strangers(self) -> list[str]:
        """What is wrong with the key in each row; "" where it is somebody's, or there is none."""
        known = self.people
        if known is None:
            return [""] * len(self.numbers)
        return ["" if key is None or key in known else self.of_stranger(key, index)
                for index, key in enumerate(self.keys)]  # fmt: skip

    def of_stranger(self, key: str, index: int) -> str:
        """What is wrong with a key that names nobody."""
        if is_foreign(key):
            return Code.OTHER_DATABASE
        said = self.doubtful[index] | self.traits[index]
        is_named = self.identifiers[index] or any(said.get(name) for name in NAMING)
        return Code.KNOWN_OTHERWISE if is_named else Code.UNKNOWN_CUSTOMER

    @cached_property
    def doubtful(self) -> list[dict[str, str]]:
        """Identifiers of each row that cannot be read, so that they are kept as written."""
        found: list[dict[str, str]] = [{} for _number in self.numbers]
        for cells, readings in self.of("identifier:"):
            for kept, (value, code, _words) in zip(found, readings, strict=True):
                if code and value is not None:
                    kept[cells.name] = value
        return found

    @cached_property
    def answers(self) -> list[dict[str, bool]]:
        """Purpose → answer, of each row."""
        found: list[dict[str, bool]] = [{} for _number in self.numbers]
        for cells, readings in self.of("consent:"):
            for said, (value, _code, _words) in zip(found, readings, strict=True):
                if value is not None:
                    # Where two columns speak of one purpose, the no counts.
                    said[cells.name] = value and said.get(cells.name, True)
        return found


def fill(rows: list[dict[str, Any]], cells: Cells, readings: list[Reading]) -> None:
    """Put a column's values into the rows."""
    name, clears = cells.name, cells.column.empty is Empty.CLEAR
    for traits, (value, _code, _words) in zip(rows, readings, strict=True):
        if value is not None or clears:
            traits[name] = value


def spread(rows: list[dict[str, Any]], readings: list[Reading]) -> None:
    """Put the parts of split names into the rows."""
    for traits, (value, _code, _words) in zip(rows, readings, strict=True):
        if value:
            traits.update(value)


def unite(rows: list[dict[str, Any]], name: str, readings: list[Reading]) -> None:
    """Add a further column of the same trait: lines of an address are joined, lists united; else the first stands."""
    known = find_field(name)
    kind = known.type if known else Type.TEXT
    for traits, (value, _code, _words) in zip(rows, readings, strict=True):
        if value is not None:
            traits[name] = united(traits.get(name), value, kind)


def united(before: Any, value: Any, kind: str) -> Any:
    if before is None or isinstance(value, dict) or isinstance(before, dict):
        return value if before is None else before
    if kind == Type.LIST:
        return list(dict.fromkeys([*before, *value]))
    if kind != Type.TEXT or value in before:
        return before
    return f"{before}{value}" if "\u3400" <= before[-1:] <= "\u9fff" else f"{before}, {value}"
