"""What was heard since the last time it was stored, summed in memory: the hot path of the catalogue."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from regulars.base.fields.moments import HOUR
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.statement import Remark, Statement

from .masking import DOTS, LONGEST_EVENT, mask, paths, safe_name, type_of

INSPECTED_FIRST = 20
INSPECTED_EACH = 32
"""Of each event the first twenty in a while are looked into, then every 32nd: a busy road has no time for more."""
MOST_NAMES = 2_000
"""Different events, and departures, that are told apart until they are stored: strangers may make up any."""
NEWEST = 500
FEW = 100
SHOWN_OF_MANY = 20

EventPlace = tuple[int, str, str]
"""Source, kind of call and event."""
Departure = tuple[int, str, str, str, str]
"""Source, kind of call, event, code and path of a remark."""

decode = msgspec.json.decode


class PropertyTally:
    """One property of one event."""

    __slots__ = ("count", "example", "types")

    def __init__(self) -> None:
        self.count = 0
        self.types = 0
        self.example = ""

    def add(self, value: Any) -> None:
        """One more value."""
        self.count += 1
        self.types |= type_of(value)
        if not self.example and value is not None:
            self.example = mask(value)


class EventTally:
    """One kind of call of one source."""

    __slots__ = ("count", "first_at", "inspected", "last_at", "properties")

    def __init__(self, at: int) -> None:
        self.count = self.inspected = 0
        self.first_at = self.last_at = at
        self.properties: dict[str, PropertyTally] = {}

    def inspect(self, statement: Statement) -> None:
        """Look at the properties."""
        self.inspected += 1
        fact = statement.fact
        said = fact.traits if fact.kind in {Kind.IDENTIFY, Kind.GROUP} else fact.properties
        if len(said) <= 2:
            return
        value = decode(said)
        for path, part in dict(paths(value)).items() if isinstance(value, dict) else ():
            tally = self.properties.get(path)
            if tally is None:
                tally = self.properties[path] = PropertyTally()
            tally.add(part)


class DepartureTally:
    """One way to depart from a plan."""

    def __init__(self, at: int) -> None:
        self.count = self.refused = self.position = 0
        self.first_at = self.last_at = at
        self.expected = ""

    def add(self, remark: Remark, statement: Statement) -> None:
        """Once more."""
        self.count += 1
        self.refused += bool(statement.refused)
        self.last_at = statement.received_at
        self.position = statement.position
        self.expected = remark.expected


class Tally:
    """Everything heard since it was last emptied."""

    def __init__(self) -> None:
        self.events: dict[EventPlace, EventTally] = {}
        self.departures: dict[Departure, DepartureTally] = {}
        self.hours: dict[tuple[int, int], list[int]] = {}
        self.arrivals: dict[int, deque[Statement]] = {}

    def add(self, statements: Sequence[Statement]) -> None:
        """Take in what became of a batch; what colleagues do is not listed here."""
        heard = [statement for statement in statements if statement.source.kind != "staff"]
        for statement in heard:
            if statement.refused != "duplicate":
                self.count(statement)
        self.keep(heard)

    def count(self, statement: Statement) -> None:
        """One fact; what was refused is not in the catalogue."""
        source, at = statement.source.id, statement.received_at
        hour = self.hours.get((source, at // HOUR))
        if hour is None:
            hour = self.hours[source, at // HOUR] = [0, 0, 0]
        if statement.remarks:
            hour[2] += 1
            self.depart(statement)
        if statement.refused:
            hour[1] += 1
            return
        hour[0] += 1
        fact = statement.fact
        place = (source, fact.kind, fact.event if fact.kind == "track" else "")
        tally = self.events.get(place)
        if tally is None:
            place = place if len(self.events) < MOST_NAMES else (source, fact.kind, DOTS)
            tally = self.events.setdefault(place, EventTally(at))
        tally.count += 1
        tally.last_at = at
        if tally.count <= INSPECTED_FIRST or not tally.count % INSPECTED_EACH:
            tally.inspect(statement)

    def depart(self, statement: Statement) -> None:
        """Count each way in which a fact departs from the plan."""
        fact = statement.fact
        event = safe_name(fact.event, LONGEST_EVENT)
        for remark in statement.remarks:
            place = (statement.source.id, fact.kind, event, remark.code, safe_path(remark.path))
            if place not in self.departures and len(self.departures) < MOST_NAMES:
                self.departures[place] = DepartureTally(statement.received_at)
            if place in self.departures:
                self.departures[place].add(remark, statement)

    def keep(self, heard: Sequence[Statement]) -> None:
        """Keep the newest of each source to be shown; of a large batch twenty."""
        for statement in heard if len(heard) <= FEW else newest(heard):
            mine = self.arrivals.get(statement.source.id)
            if mine is None:
                mine = self.arrivals[statement.source.id] = deque(maxlen=NEWEST)
            mine.append(statement)


def newest(heard: Sequence[Statement]) -> Iterable[Statement]:
    """The last twenty of each source, oldest first."""
    shown: list[Statement] = []
    counts: dict[int, int] = {}
    for statement in reversed(heard):
        source = statement.source.id
        counts[source] = counts.get(source, 0) + 1
        if counts[source] <= SHOWN_OF_MANY:
            shown.append(statement)
    return reversed(shown)


def safe_path(path: str) -> str:
    """A path whose names are no values."""
    head, dot, tail = path.partition(".")
    outer = safe_name(head.removesuffix("[]")) + ("[]" if head.endswith("[]") else "")
    return f"{outer}.{safe_name(tail)}" if dot else outer
