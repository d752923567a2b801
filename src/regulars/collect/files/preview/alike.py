"""What facts do to known customers of whom no other fact says anything: only what they say is compared.

Exactly what filing them in memory would tell, without loading links: a fact all of whose identifiers are one person's
already joins nobody.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.collect.files.enums import Outcome
from regulars.unify.customers.golden import Row, decode_values
from regulars.unify.customers.projection import Sources
from regulars.unify.customers.records import decode_traits, said_by
from regulars.unify.customers.survivorship import Offer, RecordRow, Said, golden, order_of, survivors
from regulars.unify.facts import sql
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import APPEND, Kind
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.normalize.reserved import CONSENT
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store
from regulars.unify.identity.resolve import named

from . import wording
from .acquaintance import Acquaintance
from .wording import Text

encode = msgspec.json.Encoder(order="deterministic").encode

Traits = Mapping[str, Sequence[Any]]
"""Trait → its entry, which begins with the value."""
GOLDEN = (
    "SELECT g.root, g.kind, g.traits, (SELECT COUNT(*) FROM redirect d WHERE d.root = g.root AND d.key <> g.root)"
    " FROM {given} JOIN golden g ON g.root = given.key"
)
RECORD = "SELECT given.key, r.key, r.source, r.batch, r.row, r.traits FROM {given} "
RECORDS = (
    RECORD + "JOIN record r ON r.key = given.key WHERE r.withdrawn = 0",
    RECORD + "JOIN redirect d ON d.root = given.key AND d.key <> given.key JOIN record r ON r.key = d.key"
    " WHERE r.withdrawn = 0",
)
ENDED = (
    "SELECT i.key FROM {given} JOIN identifier i ON i.key = given.key"
    " WHERE i.ended_at IS NOT NULL AND i.type IN ('email', 'phone')"
)
read_record = msgspec.json.Decoder(dict[str, list[Any]]).decode


class Change(NamedTuple):
    """What one fact does to the customer `root`: only the values that change."""

    outcome: Outcome
    root: int
    before: dict[str, Any]
    after: dict[str, Any]


def of_one_person(statements: Sequence[Statement], met: Acquaintance) -> list[tuple[Statement, int]]:
    """Those facts, with the root, all of whose identifiers are one person's of whom no other of them speaks."""
    roots = [0 if one.group else met.root_of(one.identifiers) for one in statements]
    about = Counter(roots)
    for statement, root in zip(statements, roots, strict=True):
        if not root:
            about.update(met.roots_of(named(statement)))
    return [
        (statement, root)
        for statement, root in zip(statements, roots, strict=True)
        if root and about[root] == 1 and is_plain_identify(statement)
    ]


def is_plain_identify(statement: Statement) -> bool:
    """Whether a fact says something of a person alone, and neither as a colleague nor in public."""
    source = statement.source
    return (
        statement.fact.kind == Kind.IDENTIFY and statement.group is None and not (source.is_public or source.is_staff)
    )


class Known:
    """Customers as they are stored, read at once: root → by how many identifiers each was named."""

    def __init__(self, roots: Mapping[int, int], sources: Sources) -> None:
        rows = sql.select_keys(GOLDEN, roots)
        self.rows: dict[int, Row] = {root: (kind, traits) for root, kind, traits, _ in rows}
        self.ended = having_ended([root for root, _, _, others in rows if others >= roots[root]])
        self.records: dict[int, list[Text]] = {}
        for root, key, source, *rest in chain.from_iterable(sql.select_keys(query, roots) for query in RECORDS):
            self.records.setdefault(root, []).append(Text(key, sources[source], *rest))

    def records_of(self, root: int) -> list[Text] | None:
        """What is said of somebody; None where more than that decides about their golden record."""
        if root not in self.rows or self.rows[root][0] != PERSON or root in self.ended:
            return None
        records = self.records.get(root, [])
        return None if any(record.source.is_public for record in records) else records

    def change(self, root: int, key: int, statement: Statement, *, with_values: bool) -> Change | None:
        """What a fact filed under this key does to somebody; None where that takes more to know.

        Of who is updated without values when nobody asks for them.
        """
        records = self.records_of(root)
        place = (statement.source.id, statement.batch, statement.fact.row)
        if records is None or any((record.source.id, record.batch, record.row) == place for record in records):
            return None
        outcome = wording.outcome(statement, records, self.rows[root][1])
        if outcome is Outcome.UNCHANGED or (outcome and not with_values):
            return Change(outcome, root, {}, {})
        said = said_in(statement)
        if says_consent(statement, said):
            return None
        others = [read_record(record.traits) for record in records]
        units = differing(said, others)
        if not units:
            return Change(Outcome.UNCHANGED, root, {}, {})
        mine = Text(key, statement.source, statement.batch, statement.fact.row, "")
        stored = decode_values(self.rows[root][1])
        mine_said, whole = all_said_in(statement), [decode_traits(record.traits) for record in records]
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for unit, names in parts_of(units):
            before |= {name: stored[name].value for name in names if name in stored}
            every = [part_of(record, traits, names) for record, traits in zip(records, whole, strict=True)]
            after |= golden_part(unit, names, [*every, part_of(mine, mine_said, names)])
        if before == after and encode(before) == encode(after):
            return Change(Outcome.UNCHANGED, root, {}, {})
        return Change(Outcome.UPDATED, root, before, after)


def having_ended(roots: Collection[int]) -> set[int]:
    """Those of these people who had an e-mail or phone that is no longer theirs."""
    members = store.members_of(roots)
    ended = {key for (key,) in sql.select_keys(ENDED, [key for keys in members.values() for key in keys])}
    return {root for root, keys in members.items() if not ended.isdisjoint(keys)}


def says_consent(statement: Statement, said: Traits) -> bool:
    """Whether a fact says something of consent, too."""
    return (statement.ready is None or CONSENT in statement.ready.said) and any(map(is_consent, said))


def said_in(statement: Statement) -> Traits:
    """The record that a fact makes, as entries."""
    ready = statement.ready
    return read_record(ready.said) if ready is not None else said_by(statement, statement.traits)


def all_said_in(statement: Statement) -> Mapping[str, Said]:
    """The record that a fact makes, each value with its origin."""
    ready = statement.ready
    return decode_traits(ready.said) if ready is not None else said_by(statement, statement.traits)


def parts_of(units: Collection[str]) -> list[tuple[str, list[str]]]:
    """The traits of these units, in the order of a golden record."""
    parts = fields.current().units
    return [(unit, sorted(parts.get(unit, (unit,)))) for unit in sorted(units)]


def golden_part(unit: str, names: Sequence[str], records: Sequence[RecordRow]) -> dict[str, Any]:
    """What the golden record over these parts of records says of a unit, or of a trait that stands alone."""
    if names == [unit]:
        offers = [offer_of(record, said) for record in records for said in record.traits.values()]
        found = survivors(offers) if offers else {}
    else:
        found = golden(records)
    return {name: one.value for name, one in sorted(found.items()) if one.value is not None}


def offer_of(record: RecordRow, said: Said) -> Offer:
    """What a record offers that says one thing."""
    is_added = bool(said.flags & APPEND) and isinstance(said.value, list)
    return Offer(order_of(record, said), said, record, record.traits, is_added)


def part_of(record: Text, traits: Mapping[str, Said], names: Sequence[str]) -> RecordRow:
    """What a record says of some traits."""
    said = {name: traits[name] for name in names if name in traits}
    return RecordRow(record.key, record.source, record.batch, record.row, said)


def differing(mine: Traits, others: Sequence[Traits]) -> set[str]:
    """The units of which a record may say something else than all others do; what all say alike survives anyway."""
    unit_of = fields.current().unit_of
    found = {unit_of.get(name, name) for name, one in mine.items() if not is_said(name, one[0], others)}
    if all(mine.keys() == other.keys() for other in others):
        return found
    # A part of a unit that only others say goes with theirs.
    units = {unit_of[name] for name in mine if name in unit_of} - found
    if units:
        found |= {
            unit_of[name]
            for other in others
            for name in (other.keys() ^ mine.keys()) & unit_of.keys()
            if unit_of[name] in units
        }
    return found


def is_said(name: str, value: Any, others: Sequence[Traits]) -> bool:
    """Whether others say the same, and nobody anything else, of a value that stands alone."""
    is_there = False
    for other in others:
        said = other.get(name)
        if said is not None:
            # To Python, true and 1 are the same; to JSON they are not.
            if said[0] != value or said[0].__class__ is not value.__class__:
                return False
            is_there = True
    return is_there and is_plain(value)


def is_plain(value: Any) -> bool:
    """Whether it is a value that stands alone: nothing is united with it, and it takes nothing away."""
    return value is not None and value != "" and not isinstance(value, list)
