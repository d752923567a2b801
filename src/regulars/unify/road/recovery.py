"""After a crash: what was filed and may not be in the lake yet is parsed again and fed again, under the keys it has."""

import logging
from collections.abc import Sequence

import msgspec
from django.db import transaction

from regulars.unify.facts import inbox, registries, seen, sql
from regulars.unify.facts.counters import Counters, last_position
from regulars.unify.facts.errors import PreparedBroken
from regulars.unify.facts.fact import Kind, Lane
from regulars.unify.facts.inbox import InboxRequest
from regulars.unify.facts.registries import Follower
from regulars.unify.facts.statement import Statement
from regulars.unify.facts.tables import CUSTOMERS

from .feed import Feed
from .filing import facts_at
from .world import World

logger = logging.getLogger(__name__)

AT_ONCE = 200


def feed_again(feed: Feed, world: World, followers: Sequence[Follower]) -> None:
    """Hand on every filed fact whose request is still in the inbox; what lake and followers have, they leave out."""
    taken = sql.run("SELECT inbox, first_position FROM taken ORDER BY first_position")
    for start in range(0, len(taken), AT_ONCE):
        part: dict[int, int] = dict(taken[start : start + AT_ONCE])
        requests = sorted(inbox.rows(part), key=lambda request: part[request.id])
        statements = [s for request in requests for s in parsed(request, part[request.id], world)]
        pass_gates(statements)
        filed = as_filed(statements)
        feed.add(filed)
        for follower in followers:
            follower.hear(filed)


def feed_customers(feed: Feed) -> None:
    """Give a lake that never heard of customers all of them: their changes may be forgotten by now.

    So too where a field became a column since: what was said of it stands in `other` until then.
    """
    never = not feed.writer.committed(CUSTOMERS.name)
    if (never or feed.writer.has_narrow_files(CUSTOMERS.name)) and sql.run("SELECT 1 FROM golden LIMIT 1"):
        feed.feed_customers(last_position())


def parsed(request: InboxRequest, first: int, world: World) -> list[Statement]:
    """A request's statements at the positions they have; none of one that was put aside."""
    try:
        return list(facts_at(request, first, world))
    except (msgspec.DecodeError, PreparedBroken):
        logger.exception("Request %s cannot be read again", request.id)
        return []


def pass_gates(statements: Sequence[Statement]) -> None:
    """What a gate takes away stays away; decisions have no gate."""
    facts = [s for s in statements if not s.refused and s.fact.kind != Kind.DECISION]
    for gate in registries.gates:
        gate([statement for statement in facts if not statement.refused])


def as_filed(statements: Sequence[Statement]) -> list[Statement]:
    """Those that were filed (not refused, not repeats), with their keys and what they witness."""
    keys = seen.keys_at(statements)
    filed = [statement for statement in statements if statement.position in keys and not statement.refused]
    prior = seen.seen_before(filed)
    for statement in filed:
        statement.key = keys[statement.position]
        batches = [batch for batch, _ in prior[statement.source.id, statement.hash]]
        statement.witness_of = batches[: batches.index(statement.batch)]
    return filed


def filed_up_to() -> dict[Lane, int]:
    """Lane → the last request of it that is filed, of those that the inbox still has."""
    taken = [inbox_id for (inbox_id,) in sql.run("SELECT inbox FROM taken ORDER BY inbox")]
    last: dict[Lane, int] = {}
    for start in range(0, len(taken), AT_ONCE):
        last |= {Lane(request.lane): request.id for request in inbox.rows(taken[start : start + AT_ONCE])}
    return last


@transaction.atomic(durable=True)
def put_aside(request: InboxRequest) -> None:
    """Take positions for a request that cannot be read, and say so; its facts are listed as refused."""
    counters = Counters()
    first = counters.take("position", request.count)
    sql.insert(
        "refusal",
        ["position bigint", "source bigint", "batch bigint", "refused_at bigint", "message_id text", "code text"],
        [
            (first + offset, request.source, request.batch, request.received_at, "", "failed")
            for offset in range(request.count)
        ],
    )
    sql.run("INSERT INTO taken (inbox, first_position, count) VALUES (%s, %s, %s)", request.id, first, request.count)
    counters.store()
