"""The oracle: folds a whole log from zero, slowly and obviously, into plain values.

Read it as the specification in Python: `history` hears the log, `links` makes people, `survivorship` golden
records, `orders` orders. With the road it shares only the fact, the dictionary, the normalizers and the comparison
of names.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.oracle.decisions import Decided
from tests.oracle.history import History, listen, standing_facts, standing_words_on_groups
from tests.oracle.links import Component, Folded, Row, fold_links
from tests.oracle.log import Entry, Identifier, is_named
from tests.oracle.orders import Order, fold_orders
from tests.oracle.reading import Heard
from tests.oracle.survivorship import Golden, Record, Value, golden_group, golden_of, group_records_of, records_of

MANY = 20


class Link(NamedTuple):
    """A standing link row without key numbers."""

    a: Identifier
    b: Identifier
    source: int
    batch: int
    accepted: bool
    reason: str
    first: int
    last: int
    times: int


class Membership(NamedTuple):
    """Standing evidence that a key belongs to a group."""

    key: Identifier
    group: Identifier
    source: int
    batch: int
    first: int
    last: int


class Stated(NamedTuple):
    """One trait of one record."""

    key: Identifier
    source: int
    batch: int
    row: int
    trait: str
    value: str
    occurred_at: int


class Ruling(NamedTuple):
    """A standing decision."""

    position: int
    kind: str
    names: frozenset[Identifier]


@dataclass
class State:
    """What a log means: `people` and `groups` are keyed by their set of identifiers."""

    people: dict[Component, dict[str, Value]] = field(default_factory=dict)
    customers: set[Component] = field(default_factory=set)  # those who have a golden record
    groups: dict[Component, dict[str, Value]] = field(default_factory=dict)
    links: set[Link] = field(default_factory=set)
    memberships: set[Membership] = field(default_factory=set)
    records: set[Stated] = field(default_factory=set)
    orders: set[Order] = field(default_factory=set)
    rulings: set[Ruling] = field(default_factory=set)

    @property
    def refused(self) -> set[Link]:
        return {link for link in self.links if not link.accepted}


def fold(entries: Iterable[Entry]) -> State:
    """The state that the remaining log of these entries means."""
    return state_of(listen(entries))


def state_of(history: History) -> State:
    """Folds what stands."""
    facts = standing_facts(history)
    folded = fold_links(facts, history.decisions)
    words = standing_words_on_groups(history)
    state = State(links={_link(row) for row in folded.rows}, memberships=_memberships(facts, words))
    records = records_of(facts) + group_records_of(words)
    state.records = {stated for record in records for stated in _stated(record)}
    state.orders = fold_orders(facts)
    state.rulings = {_ruling(each) for each in history.decisions if not each.reversed_by and each.kind != "split"}
    _fold_people(state, folded, facts, history.decisions)
    state.groups = {frozenset({word.group}): _values(golden_group(word.group, words)) for word in words if word.group}
    return state


def alarms(state: State) -> set[Identifier]:
    """ "A value whose standing links name ≥ 20 different filing keys raises an alarm" (non-anonymous ones)"""
    filed: dict[Identifier, set[Identifier]] = {}
    for link in state.links:
        if link.a != link.b and is_named(link.a):
            filed.setdefault(link.b, set()).add(link.a)
    return {value for value, keys in filed.items() if len(keys) >= MANY}


def _fold_people(state: State, folded: Folded, facts: list[Heard], decisions: list[Decided]) -> None:
    """ "A key without evidence is hidden (unless it is in a component by a colleague's join with one that has it)";
    "A golden row exists if the component has a non-anonymous identifier, or any trait." """
    evident = {end for row in folded.rows for end in (row.a, row.b)}
    for component in set(folded.component.values()):
        if component & evident:
            state.people[component] = _values(golden_of(component, facts, decisions))
            if state.people[component] or any(map(is_named, component)):
                state.customers.add(component)


def _values(golden: Golden) -> dict[str, Value]:
    return {
        trait: Value(text(said.value), record.source.id, record.batch, record.row, said.occurred_at)
        for trait, (record, said) in golden.items()
    }


def text(value: Any) -> str:
    """A trait value as canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _link(row: Row) -> Link:
    return Link(row.a, row.b, row.source, row.batch, row.accepted, row.reason, row.first, row.last, row.count)


def _memberships(facts: list[Heard], words: list[Heard]) -> set[Membership]:
    """One per (key, group, source, batch); a public source's "counts only if no trusted source has evidence"."""
    positions: dict[tuple[Identifier, Identifier, int, int], list[int]] = {}
    known = {word.group for word in words if word.entry.source.trusted}
    for fact in facts:
        if fact.group and (fact.entry.source.trusted or fact.group not in known):
            name = (fact.filing, fact.group, fact.entry.source.id, fact.entry.batch)
            positions.setdefault(name, []).append(fact.position)
    return {Membership(*name, min(heard), max(heard)) for name, heard in positions.items()}


def _stated(record: Record) -> Iterable[Stated]:
    for trait, said in record.traits.items():
        name = (record.key, record.source.id, record.batch, record.row)
        yield Stated(*name, trait, text(said.value), said.occurred_at)


def _ruling(decided: Decided) -> Ruling:
    return Ruling(decided.position, decided.kind, frozenset(decided.names))
