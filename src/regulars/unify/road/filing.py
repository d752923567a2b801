"""File requests from the inbox: parse, gates, seen before?, then one transaction for all that they change."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby

from django.db import InterfaceError, OperationalError, transaction

from regulars.base.jobs.crash import crash_point
from regulars.unify.customers import projection
from regulars.unify.customers.records import add_records, store_records
from regulars.unify.facts import inbox, prepared, registries, seen, sql
from regulars.unify.facts.counters import Counters
from regulars.unify.facts.fact import Fact, Kind, decode_facts
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.inbox import InboxRequest, Staged
from regulars.unify.facts.parse import parse
from regulars.unify.facts.statement import Statement
from regulars.unify.identity.alarms import raise_alarms
from regulars.unify.identity.resolve import Filing, file_statements

from . import decisions
from .world import World

logger = logging.getLogger(__name__)

Refusals = list[tuple[Statement, str]]


def file_requests(
    requests: Sequence[InboxRequest],
    world: World,
    *,
    apart: bool = False,
    around: AbstractContextManager[object] | None = None,
) -> list[Statement]:
    """File requests in one transaction and return their statements: filed with position and key, or refused.

    `apart`: fact by fact; one that cannot be filed is refused, and the others are not lost. `around` is entered for as
    long as the transaction takes.
    """
    counters = Counters()
    statements = [statement for request in requests for statement in statements_of(request, counters, world)]
    refuse(statements, world)
    with around or nullcontext(), transaction.atomic(durable=True):
        for is_decision, run in groupby(statements, key=lambda s: s.fact.kind == Kind.DECISION):
            if apart:
                file_each(list(run), is_decision, counters, world)
            else:
                file_run(list(run), is_decision, counters, world)
        store_taken(requests, counters)
        counters.store()
        crash_point("road.before_commit")
    crash_point("road.after_commit")
    return statements


def statements_of(request: InboxRequest, counters: Counters, world: World) -> Iterator[Statement]:
    """A request's facts in normal form; each gets its position, whatever becomes of it."""
    return facts_at(request, counters.take("position", request.count), world)


def facts_at(request: InboxRequest, first: int, world: World) -> Iterator[Statement]:
    """A request's facts in normal form, from a position on. Raises DecodeError, PreparedBroken."""
    if (staged := inbox.staged(request.body)) is not None:
        return prepared_at(request, staged, first, world)
    facts = enumerate(decode_facts(request.body), first)
    return (statement_of(fact, request, position, world) for position, fact in facts)


def prepared_at(request: InboxRequest, staged: Staged, first: int, world: World) -> Iterator[Statement]:
    """Facts of a prepared file; those that were prepared for another world than today's are parsed."""
    source, reader = world.sources[request.source], world.prepared(staged.file)
    is_fresh = reader.stamp == prepared.stamp(source)
    for position, one in enumerate(reader.read(staged.first, request.count), first):
        if is_fresh and one.is_whole:
            yield prepared.statement_of(one, source, request.batch, position, request.received_at)
        else:
            yield statement_of(prepared.decode_fact(one.fact), request, position, world)


def statement_of(fact: Fact, request: InboxRequest, position: int, world: World) -> Statement:
    """One fact in normal form. One that cannot be read must not stop the road: it is refused and shown."""
    source = world.sources[request.source]
    try:
        return parse(
            fact,
            source=source,
            batch=request.batch,
            position=position,
            received_at=request.received_at,
            claim_hash=world.claim_hash,
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        logger.exception("The fact at position %s cannot be read", position)
        empty = Statement(position, request.received_at, source, request.batch, fact, b"", 0, [], {})
        empty.refused = "unreadable"
        return empty


def refuse(statements: Sequence[Statement], world: World) -> None:
    """Mark what may not be filed, before anything is looked up."""
    for statement in statements:
        if statement.batch and statement.batch in world.withdrawn:
            statement.refused = "withdrawn"
        elif statement.fact.kind == Kind.DECISION and not statement.source.is_staff:
            statement.refused = "not_staff"


def file_run(statements: Sequence[Statement], is_decision: bool, counters: Counters, world: World) -> None:
    """File a run of facts at once, or decisions one by one."""
    if not is_decision:
        for gate in registries.gates:
            gate([statement for statement in statements if not statement.refused])
    refusals: Refusals = list(seen.mark_repeats(statements))
    standing = [statement for statement in statements if not statement.refused]
    watched: list[Callable[[], None]] = []

    def look() -> None:
        watched.extend(watch(statements) for watch in registries.watches)

    if is_decision:
        for statement in standing:
            decisions.apply(statement, world)
    elif standing:
        file_facts(standing, counters, world, look)
    else:
        look()
    for after in watched:
        after()
    seen.remember(statement for statement in standing if not statement.refused)
    refusals += [(s, s.refused) for s in statements if s.refused and s.refused != "duplicate"]
    store_refusals(refusals)


def file_each(statements: Sequence[Statement], is_decision: bool, counters: Counters, world: World) -> None:
    """File facts one by one, each in a savepoint of its own."""
    for statement in statements:
        try:
            with transaction.atomic():
                file_run([statement], is_decision, counters, world)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The fact at position %s cannot be filed", statement.position)
            statement.refused = "failed"
            # What a decision told the world before it failed was rolled back.
            world.read_decisions()
            store_refusals([(statement, statement.refused)])
            for watch in registries.watches:
                watch([statement])()


def file_facts(statements: Sequence[Statement], counters: Counters, world: World, look: Callable[[], None]) -> None:
    """Keys, links, records, golden records and projections of a run of facts.

    `look` is called before anything is stored, when it is known who is alone.
    """
    filing = file_statements(statements, counters, world.standing, world.public, look)
    ready = [(s, s.ready) for s in statements if s.is_alone and s.ready is not None]
    others = [s for s in statements if not s.is_alone or s.ready is None] if ready else statements
    position = statements[-1].position
    add_records(ready)
    projection.add_people(ready, position)
    changed = store_records(others)
    named = {s.key for s in others if s.is_alone}
    projection.refresh(changed | named | new_people(filing), world.sources, position)
    raise_alarms(filing.linked)
    for projector in registries.projectors:
        projector.apply(statements)


def new_people(filing: Filing) -> set[int]:
    """Keys whose golden row may be new: joined to another root, made for a known value, or heard again."""
    named = {key for key, ident in filing.new_keys.items() if not TYPES[ident.type].anonymous}
    return filing.changed_roots.keys() | named | filing.spoken_of


def store_taken(requests: Sequence[InboxRequest], counters: Counters) -> None:
    """Note which requests are filed, and from which position on."""
    position = counters.next["position"] - sum(request.count for request in requests)
    rows = []
    for request in requests:
        rows.append((request.id, position, request.count))
        position += request.count
    sql.write("INSERT INTO taken (inbox, first_position, count) VALUES (%s, %s, %s)", rows)


def store_refusals(refusals: Refusals) -> None:
    """Keep what was not filed, with the reason."""
    sql.write(
        "INSERT INTO refusal (position, source, batch, refused_at, message_id, code) VALUES (%s, %s, %s, %s, %s, %s)",
        [(s.position, s.source.id, s.batch, s.received_at, s.fact.message_id, code) for s, code in refusals],
    )
