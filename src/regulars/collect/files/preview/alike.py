"""What facts do to known customers of whom no other fact says anything: only what they say is compared.

Exactly what filing them in memory would tell, without loading links: a fact all of whose identifiers are one person's
already joins nobody.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.collect.files.enums import Outcome
from regulars.unify.customers.golden import Row, stored_rows, values_of
from regulars.unify.customers.projection import People, Sources
from regulars.unify.customers.survivorship import RecordRow, golden_of_units
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import PERSON, Ident
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store

encode = msgspec.json.Encoder(order="deterministic").encode

Generations = Mapping[Ident, Sequence[store.Generation]]


class Change(NamedTuple):
    """What one fact does to the customer `root`: only the values that change."""

    outcome: Outcome
    root: int
    before: dict[str, Any]
    after: dict[str, Any]


def of_one_person(statements: Sequence[Statement], known: Generations) -> list[tuple[Statement, int]]:
    """Those facts, with the root, all of whose identifiers are one person's of whom no other of them speaks."""
    keys = {one.key for statement in statements for ident in statement.identifiers for one in known.get(ident, ())}
    today = store.roots_of(keys)
    roots = [
        {today[one.key] for ident in statement.identifiers for one in known.get(ident, ())} for statement in statements
    ]
    about = Counter(root for mine in roots for root in mine)
    return [
        (statement, next(iter(mine)))
        for statement, mine in zip(statements, roots, strict=True)
        if len(mine) == 1
        and about[next(iter(mine))] == 1
        and statement.fact.kind == Kind.IDENTIFY
        and statement.group is None
        and all(is_one(known.get(ident, ())) for ident in statement.identifiers)
        and not (statement.source.is_public or statement.source.is_staff)
    ]


def is_one(found: Sequence[store.Generation]) -> bool:
    """Whether a value is somebody's, and always was only theirs."""
    return len(found) == 1 and found[0].number == 0 and found[0].ended_at is None


class Known:
    """The customers of these roots as they are stored, read at once."""

    def __init__(self, roots: Collection[int], sources: Sources) -> None:
        self.rows: dict[int, Row] = stored_rows(roots)
        self.members = store.members_of(self.rows)
        self.people = People([key for keys in self.members.values() for key in keys], sources)

    def records_of(self, root: int) -> list[RecordRow] | None:
        """What is said of somebody; None where more than that decides about their golden record."""
        if root not in self.rows or self.rows[root][0] != PERSON or self.people.ends(self.members[root]):
            return None
        records = [record for key in self.members[root] for record in self.people.records.get(key, ())]
        return None if any(record.source.is_public for record in records) else records

    def change(self, root: int, said: RecordRow) -> Change | None:
        """What one more record does to somebody; None where that takes more to know."""
        records = self.records_of(root)
        place = (said.source.id, said.batch, said.row)
        if records is None or any(map(is_consent, said.traits)):
            return None
        if any((record.source.id, record.batch, record.row) == place for record in records):
            return None
        units = differing(said, records)
        if not units:
            return Change(Outcome.UNCHANGED, root, {}, {})
        unit_of = fields.current().unit_of
        stored = values_of(self.rows[root][1])
        before = {name: value for name, value in stored.items() if unit_of.get(name, name) in units}
        after = {name: one.value for name, one in golden_of_units([*records, said], units).items()}
        if encode(before) == encode(after):
            return Change(Outcome.UNCHANGED, root, {}, {})
        return Change(Outcome.UPDATED, root, before, after)


def differing(said: RecordRow, records: Iterable[RecordRow]) -> set[str]:
    """The units of which a record may say something else than all others do; what all say alike survives anyway."""
    unit_of = fields.current().unit_of
    mine = said.traits
    records = list(records)
    found = set()
    for name, one in mine.items():
        others = [record.traits[name] for record in records if name in record.traits]
        if not (others and is_plain(one.value) and all(same(one.value, other.value) for other in others)):
            found.add(unit_of.get(name, name))
    # A part of a unit that only others say goes with theirs.
    units = {unit_of[name] for name in mine if name in unit_of} - found
    if units:
        found |= {
            unit_of[name]
            for record in records
            for name in (record.traits.keys() ^ mine.keys()) & unit_of.keys()
            if unit_of[name] in units
        }
    return found


def is_plain(value: Any) -> bool:
    """Whether it is a value that stands alone: nothing is united with it, and it takes nothing away."""
    return value is not None and value != "" and not isinstance(value, list)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same as JSON: to Python true and 1 are the same."""
    return bool(one == other) and type(one) is type(other)
