"""The golden table: recomputed for the people a batch touched, or for any that are named."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.facts.prepared import KEY
from regulars.unify.facts.statement import Ready, SourceRef, Statement
from regulars.unify.identity import store

from . import changes, entries, owners
from .enums import What
from .golden import Row, stored_rows, values_of
from .records import decode_traits
from .survivorship import Ended, RecordRow, Survivor, golden

Sources = Mapping[int, SourceRef]
CHUNK = 5_000
GOLDEN = ("root bigint", "kind text", "traits text")


class Ident(NamedTuple):
    """What golden records need to know of a key."""

    key: int
    type: str
    value: str
    ended_at: int | None


def refresh(keys: Collection[int], sources: Sources, position: int) -> set[int]:
    """Make the golden rows of the people these keys belong to; the roots that were touched.

    Those whose row really changed are noted as changed at `position`.
    """
    touched: set[int] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        touched |= refresh_chunk(ordered[start : start + CHUNK], sources, position)
    return touched


def refresh_chunk(keys: Sequence[int], sources: Sources, position: int) -> set[int]:
    """`refresh` for as many keys as fit in one set of queries."""
    roots = store.roots_of(keys)
    members = store.members_of(set(roots.values()))
    every = [key for group in members.values() for key in group]
    owners.project(members)
    people = People(every, sources)
    rows = {root: people.golden_of(root, group) for root, group in members.items()}
    bare = {key for root, group in members.items() if rows[root] == ("", "{}") for key in group}
    people.keep_bare(rows, members, with_evidence(bare))
    store_rows({root: row for root, row in rows.items() if row[0]}, {*keys, *every}, position)
    return set(members)


def store_rows(rows: Mapping[int, Row], keys: Collection[int], position: int) -> None:
    """Let these be the golden rows under the keys, and note which of them are new, other or gone."""
    before = stored_rows(keys)
    sql.insert(
        "golden",
        GOLDEN,
        [(root, *row) for root, row in rows.items() if row != before.get(root)],
        "(root) DO UPDATE SET kind = excluded.kind, traits = excluded.traits",
    )
    gone = before.keys() - rows.keys()
    delete_rows(gone)
    changed = {root: What.UPDATED if root in before else What.CREATED for root in rows if differs(root, before, rows)}
    changes.note(position, changed | dict.fromkeys(gone, What.REMOVED))


def add_people(ready: Iterable[tuple[Statement, Ready]], position: int) -> None:
    """The golden rows of people of whom nothing but one prepared fact is said."""
    rows = [(statement.key, PERSON, one.golden.replace(KEY, str(statement.key))) for statement, one in ready]
    sql.insert("golden", GOLDEN, rows)
    changes.note(position, {row[0]: What.CREATED for row in rows})


def differs(root: int, before: Mapping[int, Row], after: Mapping[int, Row]) -> bool:
    """Whether a row is new or has other values; when and by whom they were said again is no change."""
    old, new = before.get(root), after[root]
    # As JSON: to Python, true and 1 are the same.
    if old is None or old[0] != new[0]:
        return True
    return old != new and entries.encode(values_of(old[1])) != entries.encode(values_of(new[1]))


def remove(keys: Collection[int], position: int) -> None:
    """Take away the golden rows of keys that are erased."""
    store_rows({}, keys, position)


def delete_rows(roots: Collection[int]) -> None:
    """Delete golden rows."""
    sql.run_keys("DELETE FROM golden WHERE root IN (SELECT key FROM {given})", roots)


def with_evidence(keys: Collection[int]) -> set[int]:
    """Those keys that something standing still speaks of."""
    rows = sql.select_keys(
        "SELECT given.key FROM {given} WHERE EXISTS (SELECT 1 FROM link l WHERE l.a = given.key AND l.withdrawn = 0)"
        " OR EXISTS (SELECT 1 FROM link l WHERE l.b = given.key AND l.withdrawn = 0)"
        " OR EXISTS (SELECT 1 FROM membership m WHERE m.group_key = given.key AND m.withdrawn = 0)"
        " OR EXISTS (SELECT 1 FROM record r WHERE r.key = given.key AND r.withdrawn = 0)",
        keys,
    )
    return {key for (key,) in rows}


class People:
    """The records, identifiers and trusted keys of a set of people, read at once."""

    def __init__(self, keys: Sequence[int], sources: Sources) -> None:
        self.idents = {
            row[0]: Ident(*row)
            for row in sql.select_keys(
                "SELECT i.key, i.type, i.value, i.ended_at FROM {given} JOIN identifier i ON i.key = given.key", keys
            )
        }
        self.named = {key for key, ident in self.idents.items() if not TYPES[ident.type].anonymous}
        self.records = self.read_records(keys, sources)
        self.trusted = self.read_trusted(sources)

    def read_records(self, keys: Sequence[int], sources: Sources) -> dict[int, list[RecordRow]]:
        """Key → its standing records."""
        rows = sql.select_keys(
            "SELECT r.key, r.source, r.batch, r.row, r.traits FROM {given} JOIN record r ON r.key = given.key"
            " WHERE r.withdrawn = 0",
            keys,
        )
        records: dict[int, list[RecordRow]] = {}
        for key, source, batch, row, traits in rows:
            records.setdefault(key, []).append(RecordRow(key, sources[source], batch, row, decode_traits(traits)))
        return records

    def read_trusted(self, sources: Sources) -> set[int]:
        """The keys that a trusted source has spoken of; only asked where a public source said something."""
        if not any(record.source.is_public for records in self.records.values() for record in records):
            return set()
        rows = sql.select_keys(
            "SELECT l.a, l.source FROM {given} JOIN link l ON l.a = given.key AND l.b = given.key"
            " WHERE l.withdrawn = 0",
            self.named,
        )
        return {key for key, source in rows if not sources[source].is_public}

    def golden_of(self, root: int, keys: Sequence[int]) -> Row:
        """The kind and traits of one golden row."""
        records = [record for key in keys for record in self.records.get(key, ())]
        if TYPES[self.idents[root].type].group:
            trusted = [record for record in records if not record.source.is_public]
            return self.row(root, golden(trusted or records))
        return self.row(root, golden(records, self.ends(keys), not self.trusted.isdisjoint(keys)))

    def row(self, root: int, traits: dict[str, Survivor]) -> Row:
        """A golden row; without traits it has no kind until something else keeps it."""
        return (self.kind(root) if traits else "", entries.write(traits))

    def kind(self, root: int) -> str:
        """person, or the kind of group."""
        return TYPES[self.idents[root].type].kind

    def ends(self, keys: Sequence[int]) -> list[Ended]:
        """The e-mails and phones of these keys that changed hands."""
        idents = [self.idents[key] for key in keys]
        return [
            Ended(ident.type, ident.value, ident.ended_at)
            for ident in idents
            if ident.ended_at is not None and ident.type in {"email", "phone"}
        ]

    def keep_bare(self, rows: dict[int, Row], members: Mapping[int, Sequence[int]], evident: set[int]) -> None:
        """A person without traits is listed by an identifier that is not anonymous, while anything speaks of them."""
        for root, group in members.items():
            if rows[root][0] == "" and not (evident.isdisjoint(group) or self.named.isdisjoint(group)):
                rows[root] = (self.kind(root), rows[root][1])
