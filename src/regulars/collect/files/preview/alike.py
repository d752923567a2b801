"""What facts do to known customers of whom no other fact says anything: only what they say is compared.

Exactly what filing them in memory would tell, without loading links: a fact all of whose identifiers are one person's
already joins nobody.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.collect.files.enums import Outcome
from regulars.unify.customers.golden import Row, decode_values, stored_rows
from regulars.unify.customers.projection import Sources
from regulars.unify.customers.records import said_by
from regulars.unify.customers.survivorship import Offer, RecordRow, Said, golden, order_of, survivors
from regulars.unify.facts import sql
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import APPEND, Kind
from regulars.unify.facts.identifiers import PERSON, Ident
from regulars.unify.facts.normalize.reserved import CONSENT
from regulars.unify.facts.statement import SourceRef, Statement
from regulars.unify.identity import store

encode = msgspec.json.Encoder(order="deterministic").encode

Generations = Mapping[Ident, Sequence[store.Generation]]
Traits = Mapping[str, Sequence[Any]]
"""Trait → value, time, message and flags."""
RECORDS = (
    "SELECT r.key, r.source, r.batch, r.row, r.traits FROM {given} JOIN record r ON r.key = given.key"
    " WHERE r.withdrawn = 0"
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


def of_one_person(
    statements: Sequence[Statement], known: Generations, today: Mapping[int, int] | None = None
) -> list[tuple[Statement, int]]:
    """Those facts, with the root, all of whose identifiers are one person's of whom no other of them speaks.

    `today` are the roots of all their keys, where somebody has read them already.
    """
    if today is None:
        keys = {one.key for statement in statements for ident in statement.identifiers for one in known.get(ident, ())}
        today = store.roots_of(keys)
    roots = [
        {today[one.key] for ident in statement.identifiers for one in known.get(ident, ())} for statement in statements
    ]
    about = Counter(root for mine in roots for root in mine)
    found = []
    for statement, mine in zip(statements, roots, strict=True):
        if len(mine) == 1 and is_plain_identify(statement) and all(map(is_one, map(known.get, statement.identifiers))):
            (root,) = mine
            if about[root] == 1:
                found.append((statement, root))
    return found


def is_plain_identify(statement: Statement) -> bool:
    """Whether a fact says something of a person alone, and neither as a colleague nor in public."""
    source = statement.source
    return (
        statement.fact.kind == Kind.IDENTIFY and statement.group is None and not (source.is_public or source.is_staff)
    )


def is_one(found: Sequence[store.Generation] | None) -> bool:
    """Whether a value is somebody's, and always was only theirs."""
    return found is not None and len(found) == 1 and found[0].number == 0 and found[0].ended_at is None


class Text(NamedTuple):
    """A record as it is stored."""

    key: int
    source: SourceRef
    batch: int
    row: int
    traits: str


class Known:
    """The customers of these roots as they are stored, read at once; what is not asked for is not decoded."""

    def __init__(self, roots: Collection[int], sources: Sources) -> None:
        self.rows: dict[int, Row] = stored_rows(roots)
        self.members = store.members_of(self.rows)
        keys = [key for keys in self.members.values() for key in keys]
        self.records: dict[int, list[Text]] = {}
        for key, source, *rest in sql.select_keys(RECORDS, keys):
            self.records.setdefault(key, []).append(Text(key, sources[source], *rest))
        self.ended = {key for (key,) in sql.select_keys(ENDED, keys)}

    def records_of(self, root: int) -> list[Text] | None:
        """What is said of somebody; None where more than that decides about their golden record."""
        if root not in self.rows or self.rows[root][0] != PERSON or not self.ended.isdisjoint(self.members[root]):
            return None
        records = [record for key in self.members[root] for record in self.records.get(key, ())]
        return None if any(record.source.is_public for record in records) else records

    def change(self, root: int, key: int, statement: Statement) -> Change | None:
        """What a fact filed under this key does to somebody; None where that takes more to know."""
        records = self.records_of(root)
        place = (statement.source.id, statement.batch, statement.fact.row)
        if records is None:
            return None
        said = said_in(statement)
        if says_consent(statement, said):
            return None
        if any((record.source.id, record.batch, record.row) == place for record in records):
            return None
        others = [read_record(record.traits) for record in records]
        units = differing(said, others)
        if not units:
            return Change(Outcome.UNCHANGED, root, {}, {})
        mine = Text(key, statement.source, statement.batch, statement.fact.row, "")
        stored = decode_values(self.rows[root][1])
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for unit, names in parts_of(units):
            before |= {name: stored[name].value for name in names if name in stored}
            every = [part_of(record, traits, names) for record, traits in zip(records, others, strict=True)]
            after |= golden_part(unit, names, [*every, part_of(mine, said, names)])
        if before == after and encode(before) == encode(after):
            return Change(Outcome.UNCHANGED, root, {}, {})
        return Change(Outcome.UPDATED, root, before, after)


def says_consent(statement: Statement, said: Traits) -> bool:
    """Whether a fact says something of consent, too."""
    return (statement.ready is None or CONSENT in statement.ready.said) and any(map(is_consent, said))


def said_in(statement: Statement) -> Traits:
    """The record that a fact makes."""
    ready = statement.ready
    return read_record(ready.said) if ready is not None else said_by(statement, statement.traits)


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


def part_of(record: Text, traits: Traits, names: Sequence[str]) -> RecordRow:
    """What a record says of some traits."""
    said = {name: Said(*traits[name]) for name in names if name in traits}
    return RecordRow(record.key, record.source, record.batch, record.row, said)


def differing(mine: Traits, others: Sequence[Traits]) -> set[str]:
    """The units of which a record may say something else than all others do; what all say alike survives anyway."""
    unit_of = fields.current().unit_of
    if len(others) == 1:
        news = [name for name, one in mine.items() if not is_same(one[0], others[0].get(name))]
    else:
        news = [name for name, one in mine.items() if not is_said(name, one[0], others)]
    found = {unit_of.get(name, name) for name in news}
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


def is_same(value: Any, said: Sequence[Any] | None) -> bool:
    """Whether somebody else says the same of a value that stands alone."""
    return said is not None and said[0] == value and said[0].__class__ is value.__class__ and is_plain(value)


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
