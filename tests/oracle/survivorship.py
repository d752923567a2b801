"""Records, and the golden record as a function of the records under one root."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from regulars.base.fields.queries import guarded_fields, units
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import IMPLAUSIBLE
from tests.oracle.decisions import Decided, ended
from tests.oracle.links import Component
from tests.oracle.log import Identifier, Origin, is_named
from tests.oracle.reading import Heard

MODES = {2: "newest", 4: "fill", 8: "overwrite", 16: "append"}
Order: TypeAlias = tuple[int, bool, int, str, int, int, int]


class Said(NamedTuple):
    """A trait value with its place in time; a value of None is a tombstone."""

    plausible: bool
    occurred_at: int
    message_id: str
    value: Any
    mode: str = ""

    @property
    def order(self) -> tuple[bool, int, str]:
        """ "plausible first, occurred_at, message_id" """
        return self[:3]


class Value(NamedTuple):
    """A golden value and where it comes from."""

    value: str  # as JSON text, so that lists can be compared in sets
    source: int
    batch: int
    row: int
    occurred_at: int


@dataclass
class Record:
    """What one source, file row or edit says of one key."""

    key: Identifier
    source: Origin
    batch: int
    row: int
    traits: dict[str, Said] = field(default_factory=dict)

    def holds(self, fact: Heard) -> bool:
        """Whether what a fact says of whom it was filed under went into this record."""
        place = (fact.filing, fact.entry.source, fact.entry.batch, _row(fact))
        return place == (self.key, self.source, self.batch, self.row)


class Bid(NamedTuple):
    """What one record says of a trait, or of a unit by its newest part."""

    record: Record
    said: Said
    parts: list[Said]


Golden: TypeAlias = dict[str, tuple[Record, Said]]


def records_of(facts: Iterable[Heard]) -> list[Record]:
    """ "Record(key, source, batch, row) → {trait: …}"; in one record "per trait the greatest stays"."""
    records: dict[tuple[Identifier, int, int, int], Record] = {}
    for fact in facts:
        _say(records, fact, fact.filing, fact.traits)
    return [record for record in records.values() if record.traits]


def group_records_of(facts: Iterable[Heard]) -> list[Record]:
    """ "Group facts' traits make a record of the group key." """
    records: dict[tuple[Identifier, int, int, int], Record] = {}
    for fact in facts:
        if fact.group:
            _say(records, fact, fact.group, fact.group_traits)
    return [record for record in records.values() if record.traits]


def _say(records: dict, fact: Heard, key: Identifier, traits: dict[str, Any]) -> None:
    entry = fact.entry
    name = (key, entry.source.id, entry.batch, _row(fact))
    record = records.setdefault(name, Record(key, entry.source, entry.batch, _row(fact)))
    for trait, value in traits.items():
        mode = MODES.get(entry.fact.modes.get(trait, 0), "")
        said = Said(not entry.fact.flags & IMPLAUSIBLE, entry.fact.occurred_at, entry.fact.message_id, value, mode)
        if trait not in record.traits or record.traits[trait].order < said.order:
            record.traits[trait] = said


def _row(fact: Heard) -> int:
    """ "Live source (batch 0, not staff): row 0. File row: (batch, row). Staff edit: row = position." """
    if fact.entry.source.kind == SourceKind.STAFF:
        return fact.position
    return fact.entry.fact.row if fact.entry.batch else 0


def golden_of(component: Component, facts: list[Heard], decisions: list[Decided]) -> Golden:
    """The golden record of one person: per trait the winning value with its record."""
    records = [record for record in records_of(facts) if record.key in component]
    unconfirmed = guarded_fields() if _is_known_person(component, facts) else frozenset()
    said = [_with_tombstones(_confirmed(record, unconfirmed), component, decisions) for record in records]
    return _survivors(said)


def golden_group(group: Identifier, facts: list[Heard]) -> Golden:
    """ "Groups: if a trusted source has a record (or a membership) for the group, public records are left out." """
    records = [record for record in group_records_of(facts) if record.key == group]
    if any(fact.entry.source.trusted for fact in facts if fact.group == group):
        records = [record for record in records if record.source.trusted]
    return _survivors(records)


def _survivors(records: list[Record]) -> Golden:
    winners = _single_traits(records) | _units(records)
    return {trait: (record, won) for trait, (record, won) in winners.items() if won.value is not None}


def _is_known_person(component: Component, facts: list[Heard]) -> bool:
    """ "any non-anonymous key of the component has a standing self-row of a trusted source" """
    return any(fact.filing in component and is_named(fact.filing) and fact.entry.source.trusted for fact in facts)


def _confirmed(record: Record, unconfirmed: frozenset[str]) -> Record:
    """ "guarded fields (identity, contact, birthday) of public records are left out (unconfirmed)" """
    if record.source.trusted:
        return record
    kept = {trait: said for trait, said in record.traits.items() if trait not in unconfirmed}
    return Record(record.key, record.source, record.batch, record.row, kept)


def _with_tombstones(record: Record, component: Component, decisions: list[Decided]) -> Record:
    """ "a record's email/phone value equal to v with occurred_at < T counts as null at T" """
    traits = dict(record.traits)
    for key in component & frozenset(_ended(component)):
        said, at = traits.get(key.type), ended(decisions, key)
        if said and at is not None and said.value == key.value and said.occurred_at < at:
            traits[key.type] = Said(said.plausible, at, said.message_id, None, said.mode)
    return Record(record.key, record.source, record.batch, record.row, traits)


def _ended(component: Component) -> set[Identifier]:
    return {key for key in component if key.type in {"email", "phone"}}


def _order(record: Record, said: Said) -> Order:
    """ "the greatest (source kind rank, plausible, occurred_at, message_id, row) wins", then the first batch."""
    plausible, occurred_at, message_id = said.order
    # Of files a row's number decides, not its name.
    message_id = "" if record.batch and message_id.startswith("row:") else message_id
    return record.source.kind.rank, plausible, occurred_at, message_id, record.row, -record.batch, -record.source.id


def _single_traits(records: list[Record]) -> dict[str, tuple[Record, Said]]:
    parts = {part for unit in units().values() for part in unit}
    winners: dict[str, tuple[Record, Said]] = {}
    for trait in {trait for record in records for trait in record.traits} - parts:
        having = [record for record in records if trait in record.traits]
        winners[trait] = _single(
            trait, [Bid(record, record.traits[trait], [record.traits[trait]]) for record in having]
        )
    return winners


def _single(trait: str, bids: list[Bid]) -> tuple[Record, Said]:
    """ "the items of the list are added to what others say": the winner's first, then the lesser added lists'"""
    lists = [bid for bid in bids if bid.said.mode == "append" and isinstance(bid.said.value, list)]
    won = _winner([bid for bid in bids if bid not in lists] or bids)
    joined = sorted((bid for bid in lists if bid is not won), key=lambda bid: _order(bid.record, bid.said))
    if won.said.value is None or won.record.source.kind == SourceKind.STAFF:
        joined = [bid for bid in joined if _after(bid, won)]
    if not joined:
        return won.record, won.said
    shown = joined[-1] if won.said.value is None else won
    items = [won.said.value] if not isinstance(won.said.value, list | None) else list(won.said.value or [])
    for bid in joined:
        items += [item for item in bid.said.value if item not in items]
    return shown.record, shown.said._replace(value=items)


def _units(records: list[Record]) -> dict[str, tuple[Record, Said]]:
    """ "the record whose unit has the greatest such order (its newest part) gives all parts it has" """
    winners: dict[str, tuple[Record, Said]] = {}
    for parts in units().values():
        having = [record for record in records if set(parts) & set(record.traits)]
        if having:
            best = _winner([_unit_bid(record, parts) for record in having]).record
            winners |= {part: (best, best.traits[part]) for part in parts if part in best.traits}
    return winners


def _unit_bid(record: Record, parts: tuple[str, ...]) -> Bid:
    said = [record.traits[part] for part in parts if part in record.traits]
    return Bid(record, max(said, key=lambda each: _order(record, each)), said)


def _winner(bids: list[Bid]) -> Bid:
    """How a column of a file competes: each rule takes bids out, and the greatest of the rest wins."""
    fillers = [
        bid for bid in bids if bid.said.mode == "fill" and not any(_speaks_against(bid, other) for other in bids)
    ]
    rest = fillers or [bid for bid in bids if bid.said.mode != "fill"]
    rest = [bid for bid in rest if bid.said.mode != "newest" or not any(_after(other, bid) for other in rest)]
    heavy = [bid for bid in rest if bid.said.mode == "overwrite" and bid.said.plausible]
    last = max((bid.said.occurred_at for bid in heavy), default=None)
    kept = [
        bid
        for bid in rest
        if bid.record.source.kind == SourceKind.STAFF
        or last is None
        or (bid.said.plausible and bid.said.occurred_at >= last)
    ]
    return max(kept, key=lambda bid: _order(bid.record, bid.said))


def _speaks_against(filler: Bid, other: Bid) -> bool:
    """ "only where nobody else says anything"; an empty value says nothing, unless it is later or a correction"""
    if other.said.mode == "fill":
        return False
    says_nothing = all(part.value in (None, "") for part in other.parts)
    return not (says_nothing and other.record.source.kind != SourceKind.STAFF and _after(filler, other))


def _after(one: Bid, other: Bid) -> bool:
    """At a later time that is plausible; an implausible one is before all others."""
    earlier = other.said.occurred_at if other.said.plausible else -math.inf
    return one.said.plausible and one.said.occurred_at > earlier
