"""What sources assert, kept per key, source, batch and row; and who was said to belong to which group."""

from collections.abc import Iterable, Sequence
from typing import Any

from regulars.base.fields import queries as fields
from regulars.unify.facts import sql
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.statement import Ready, Statement

from . import entries
from .survivorship import Said, newer

MOST_TRAITS = 500
"""How many traits that no field declares, and how many consents, one record holds."""

COLUMNS = (
    *(f"{column} bigint" for column in ("key", "source", "batch", "row", "position", "withdrawn")),
    "traits text",
)

RecordKey = tuple[int, int, int, int]
Traits = dict[str, Said]


def decode_traits(traits: str) -> Traits:
    """A record's traits as stored."""
    return entries.read(traits, Said._make)


def row_of(statement: Statement) -> int:
    """Edits are kept one by one, file rows by their row, a live source as one."""
    return statement.position if statement.source.is_staff else statement.fact.row


def said_by(statement: Statement, traits: dict[str, Any]) -> Traits:
    """Trait values with their time and message."""
    fact = statement.fact
    at, message_id, flags, mode_of = fact.occurred_at, fact.message_id, fact.flags, fact.modes.get
    return {name: Said(value, at, message_id, flags | mode_of(name, 0)) for name, value in traits.items()}


def assertions(statements: Iterable[Statement]) -> Iterable[tuple[RecordKey, int, Traits]]:
    """Each (record, position, traits) that a batch asserts."""
    for statement in statements:
        place = (statement.source.id, statement.batch, row_of(statement))
        if statement.read():
            yield (statement.key, *place), statement.position, said_by(statement, statement.traits)
        if statement.group_key:
            yield (statement.group_key, *place), statement.position, said_by(statement, statement.group_traits)


def store_records(statements: Sequence[Statement]) -> set[int]:
    """Merge what a batch asserts into the records; the keys whose records changed."""
    said = list(assertions(statements))
    records = load({record for record, _, _ in said})
    positions: dict[RecordKey, int] = {}
    for record, position, traits in said:
        merge(records.setdefault(record, {}), traits)
        positions[record] = position
    sql.insert(
        "record",
        COLUMNS,
        [(*record, position, 0, entries.write(records[record])) for record, position in positions.items()],
        "(key, source, batch, row) DO UPDATE SET position = excluded.position, traits = excluded.traits",
    )
    store_memberships(statements)
    return {record[0] for record in positions}


def add_records(ready: Iterable[tuple[Statement, Ready]]) -> None:
    """Store records of new keys as they were prepared."""
    rows = [(s.key, s.source.id, s.batch, s.fact.row, s.position, 0, one.said) for s, one in ready]
    sql.insert("record", COLUMNS, rows)


def merge(record: Traits, traits: Traits) -> None:
    """Per trait, the newest stays; of very many the first by name, so that the order of facts changes nothing."""
    for name, said in traits.items():
        if name not in record or newer(said, record[name]):
            record[name] = said
    if len(record) > MOST_TRAITS:
        leave_out(record, sorted(name for name in record if is_consent(name)))
        declared = fields.current().names
        leave_out(record, sorted(name for name in record if name not in declared and not is_consent(name)))


def leave_out(record: Traits, names: Sequence[str]) -> None:
    """What is beyond the bound: anybody may make up names, and a record is written anew with each fact."""
    for name in names[MOST_TRAITS:]:
        del record[name]


def load(keys: Iterable[RecordKey]) -> dict[RecordKey, Traits]:
    """The stored records of these places."""
    rows = sql.select(
        "SELECT r.key, r.source, r.batch, r.row, r.traits FROM {given} JOIN record r ON r.key = given.key"
        " AND r.source = given.source AND r.batch = given.batch AND r.row = given.place",
        ["key bigint", "source bigint", "batch bigint", "place bigint"],
        list(keys),
    )
    return {(key, source, batch, row): decode_traits(traits) for key, source, batch, row, traits in rows}


def store_memberships(statements: Iterable[Statement]) -> None:
    """Keep the evidence that a customer belongs to a group."""
    sql.write(
        "INSERT INTO membership (key, group_key, source, batch, withdrawn, first_position, last_position, occurred_at)"
        " VALUES (%s, %s, %s, %s, 0, %s, %s, %s) ON CONFLICT (key, group_key, source, batch) DO UPDATE SET"
        " last_position = excluded.last_position, occurred_at = CASE WHEN excluded.occurred_at > membership.occurred_at"
        " THEN excluded.occurred_at ELSE membership.occurred_at END",
        [
            (s.key, s.group_key, s.source.id, s.batch, s.position, s.position, s.fact.occurred_at)
            for s in statements
            if s.group_key
        ],
    )
