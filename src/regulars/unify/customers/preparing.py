"""Prepares facts of an import for the road: parses them, and writes their records as they will be stored. Pure."""

from collections.abc import Iterable
from typing import cast

from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.facts.parse import parse
from regulars.unify.facts.prepared import KEY, Chunk, Prepared, chunk_of, encode_fact
from regulars.unify.facts.statement import SourceRef, Statement

from . import entries
from .records import MOST_TRAITS, said_by
from .survivorship import RecordRow, Said, golden_of_one

WRITTEN_KEY = r'"\u0000"'
"""How JSON writes a text that is the key's place holder."""


def prepare(facts: Iterable[Fact], *, source: SourceRef, batch: int) -> Chunk:
    """Facts of a batch as a prepared file has them; fit for a process of its own, and its answer for a pipe."""
    return chunk_of(prepared(fact, source, batch) for fact in facts)


def prepared(fact: Fact, source: SourceRef, batch: int) -> Prepared:
    """One fact. Those that say something of a group, or come from a public source, the road parses itself.

    Raises what parsing raises.
    """
    statement = parse(fact, source=source, batch=batch, position=0, received_at=0, claim_hash=no_claims)
    is_whole = not source.is_public and not source.is_staff and fact.kind != Kind.DECISION and statement.group is None
    said = said_by(statement, statement.traits)
    record = entries.write(said)
    is_ready = is_whole and bool(said) and len(said) <= MOST_TRAITS and WRITTEN_KEY not in record
    return Prepared(
        encode_fact(fact),
        statement.hash,
        statement.digest,
        statement.identifiers,
        statement.claims,
        record if is_ready else "",
        golden_text(statement, said) if is_ready else "",
        is_ready or (is_whole and not said),
    )


def golden_text(statement: Statement, said: dict[str, Said]) -> str:
    """The golden record of somebody of whom only this is said, with NUL for the key."""
    # The place holder stands where a number will.
    key = cast("int", KEY)
    traits = golden_of_one(RecordRow(key, statement.source, statement.batch, statement.fact.row, said))
    return entries.write(traits).replace(WRITTEN_KEY, KEY)


def no_claims(_said: bytes) -> bytes:
    """Claims are made by public sources alone, whose facts are parsed on the road."""
    return b""
