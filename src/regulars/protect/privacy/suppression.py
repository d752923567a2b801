"""The gate that keeps the erased away: imports and replays of what was erased are refused before they are filed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
from django.db import connection

from regulars.base import vault
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import Ident
from regulars.unify.facts.registries import Erased
from regulars.unify.facts.statement import Statement

AT_ONCE = 500
CLAIM = "claim"
"""The scope of an anonymous id that stands only for what is claimed."""


class Suppressed(msgspec.Struct):
    """One stored suppression; `changed` when a fact has lifted it."""

    hash: bytes
    generation: int
    from_at: int | None
    until_at: int | None
    position: int
    erased_at: int
    lifted_at: int | None
    changed: bool = False

    def holds_for(self, statement: Statement) -> bool:
        """Whether a fact is about the erased person; not if it was filed before the erasure, as after a crash."""
        moment = statement.fact.occurred_at
        begun = self.from_at is None or moment >= self.from_at
        ended = self.until_at is not None and moment >= self.until_at
        lifted = self.lifted_at is not None and moment >= self.lifted_at
        return statement.position > self.position and begun and not ended and not lifted


@lru_cache(maxsize=1)
def hasher() -> Callable[[bytes], bytes]:
    """The hash whose key is never rotated."""
    return vault.hasher("suppression")


def hash_of(ident: Ident) -> bytes:
    """What stands for an identifier once it is gone."""
    return hasher()("\0".join(ident).encode())


def suppress(erased: Erased) -> None:
    """Remember, without knowing them, the identifiers that were erased."""
    sql.write(
        "INSERT INTO suppression (hash, generation, from_at, until_at, position, erased_at, lifted_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, NULL) ON CONFLICT (hash, generation) DO UPDATE SET"
        " from_at = excluded.from_at, until_at = excluded.until_at, position = excluded.position,"
        " erased_at = excluded.erased_at, lifted_at = NULL",
        [
            (hash_of(i.ident), i.generation, i.started_at, i.ended_at, erased.position, erased.erased_at)
            for i in erased.identifiers
        ],
    )


def gate(statements: Sequence[Statement]) -> None:
    """Refuse facts whose strongest identifier is suppressed; take weaker ones away, with equal trait values."""
    if not sql.run("SELECT 1 FROM suppression LIMIT 1"):
        return
    known = suppressions(ident for statement in statements for ident in statement.identifiers)
    for statement in statements:
        refuse_or_take_away(statement, known)
    store_lifted(rows for found in known.values() for rows in found)


def refuse_or_take_away(statement: Statement, known: dict[Ident, list[Suppressed]]) -> None:
    """Refuse the fact if it is filed under what is suppressed; otherwise leave out the weaker identifiers that are."""
    first, *further = statement.identifiers
    if is_suppressed(first, 0, statement, known):
        statement.refused = "suppressed"
        return
    suppressed = [ident for ident in further if is_suppressed(ident, 1, statement, known)]
    if suppressed and first.scope == CLAIM:
        statement.refused = "suppressed"
    elif suppressed:
        statement.leave_out(suppressed)


def is_suppressed(ident: Ident, place: int, statement: Statement, known: dict[Ident, list[Suppressed]]) -> bool:
    """Whether this identifier may not be used; a live fact from after the erasure lifts the suppression.

    What a public source only claims lifts nothing.
    """
    only_claimed = statement.source.is_public and place > 0
    moment = statement.fact.occurred_at
    for row in known.get(ident, ()):
        if not row.holds_for(statement):
            continue
        if statement.batch or only_claimed or moment <= row.erased_at:
            return True
        row.lifted_at, row.changed = moment, True
    return False


def suppressions(idents: Iterable[Ident]) -> dict[Ident, list[Suppressed]]:
    """The stored suppressions of these identifiers."""
    by_hash = {hash_of(ident): ident for ident in set(idents)}
    found: dict[Ident, list[Suppressed]] = {}
    for row in rows_of(sorted(by_hash)):
        found.setdefault(by_hash[bytes(row[0])], []).append(Suppressed(bytes(row[0]), *row[1:]))
    return found


def rows_of(hashes: Sequence[bytes]) -> Iterator[sql.Row]:
    """Rows by hash, a few hundred at a time."""
    columns = "hash, generation, from_at, until_at, position, erased_at, lifted_at"
    for start in range(0, len(hashes), AT_ONCE):
        part = hashes[start : start + AT_ONCE]
        if connection.vendor == "postgresql":
            yield from sql.run(f"SELECT {columns} FROM suppression WHERE hash = ANY(%s)", list(part))
        else:
            places = ", ".join(["%s"] * len(part))
            yield from sql.run(f"SELECT {columns} FROM suppression WHERE hash IN ({places})", *part)


def store_lifted(rows: Iterable[Suppressed]) -> None:
    """Store from when on a person is back."""
    sql.write(
        "UPDATE suppression SET lifted_at = %s WHERE hash = %s AND generation = %s",
        [(row.lifted_at, row.hash, row.generation) for row in rows if row.changed],
    )
