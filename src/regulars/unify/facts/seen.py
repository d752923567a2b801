"""Which messages were filed before: redelivery is harmless, and the same message in another import is a witness."""

from collections.abc import Iterable, Sequence

from . import sql
from .statement import Statement

Message = tuple[int, bytes]
"""Source and hash of the message id."""
Prior = list[tuple[int, int]]
"""Batch and digest of each time the message was filed."""


def mark_repeats(statements: Iterable[Statement]) -> list[tuple[Statement, str]]:
    """Refuse redeliveries and mark witnesses; returns (statement, code) for each conflict: same id, other content."""
    standing = [statement for statement in statements if not statement.refused]
    prior = seen_before(standing)
    conflicts = []
    for statement in standing:
        before = prior.setdefault((statement.source.id, statement.hash), [])
        if before and before[0][1] != statement.digest:
            conflicts.append((statement, "conflict"))
        if any(batch in {0, statement.batch} for batch, _ in before):
            statement.refused = "duplicate"
            continue
        statement.witness_of = [batch for batch, _ in before]
        before.append((statement.batch, statement.digest))
    return conflicts


def seen_before(statements: Sequence[Statement]) -> dict[Message, Prior]:
    """What is stored of the messages of a batch."""
    by_source: dict[int, set[bytes]] = {}
    for statement in statements:
        by_source.setdefault(statement.source.id, set()).add(statement.hash)
    found: dict[Message, list[tuple[int, int, int]]] = {}
    for source, hashes in by_source.items():
        for hash_, batch, position, digest in rows_of(source, sorted(hashes), "hash, batch, position, digest"):
            found.setdefault((source, bytes(hash_)), []).append((position, batch, digest))
    return {message: [(batch, digest) for _, batch, digest in sorted(rows)] for message, rows in found.items()}


def keys_at(statements: Sequence[Statement]) -> dict[int, int]:
    """Position → key, for those statements that were filed at their own position."""
    by_source: dict[int, set[bytes]] = {}
    for statement in statements:
        by_source.setdefault(statement.source.id, set()).add(statement.hash)
    return {
        position: key
        for source, hashes in by_source.items()
        for position, key in rows_of(source, sorted(hashes), "position, key")
    }


def rows_of(source: int, hashes: Sequence[bytes], columns: str) -> list[sql.Row]:
    """Rows of the seen table."""
    return sql.select_among(f"SELECT {columns} FROM seen WHERE source = %s AND hash {{among}}", hashes, source)


def remember(statements: Iterable[Statement]) -> None:
    """Store that these were filed, and where."""
    sql.insert(
        "seen",
        ["source bigint", "hash bytea", "batch bigint", "position bigint", "key bigint", "digest bigint"],
        [(s.source.id, s.hash, s.batch, s.position, s.key, s.digest) for s in statements],
    )
