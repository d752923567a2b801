"""Withdraw a large batch person by person, in short transactions, so that nobody waits for all of it.

The decision is kept with the first of them, and its request is filed after the last: a road that dies in between goes
on where it stopped. Nothing else is filed meanwhile and the lake is not told, so that in the end every row is as if
all had been one transaction. Everybody who is looked up in between is as before, or as after.
"""

from collections.abc import Sequence

from django.db import transaction

from regulars.base.jobs.crash import crash_point
from regulars.unify.customers import projection
from regulars.unify.facts import registries, seen, sql
from regulars.unify.facts.counters import Counters
from regulars.unify.facts.fact import Kind, Lane
from regulars.unify.facts.inbox import InboxRequest
from regulars.unify.facts.statement import Statement
from regulars.unify.identity.refold import closure_of, refold

from . import decisions, withdrawals
from .filing import refuse, statements_of
from .world import World

LARGE = 2_000
"""Batches with more rows of evidence are withdrawn in pieces."""
KEYS = 450
"""In one piece, with everybody who is connected with them."""


def piece(requests: Sequence[InboxRequest], world: World) -> bool:
    """Withdraw one piece, if the next request asks for a large withdrawal that is not complete."""
    if not requests or requests[0].lane != Lane.DECISIONS or requests[0].count != 1:
        return False
    (statement,) = statements_of(requests[0], Counters(), world)
    batch = batch_of(statement, world)
    if not batch or not withdrawals.is_large(batch, LARGE):
        return False
    with transaction.atomic(durable=True):
        keys = withdrawals.first_keys(batch, statement.position, KEYS)
        if keys:
            withdraw(keys, batch, statement, world)
    crash_point("road.after_piece")
    return bool(keys)


def batch_of(statement: Statement, world: World) -> int:
    """The batch that a decision withdraws; 0 if it does something else, or will be refused."""
    said = statement.fact.decision or {}
    if statement.fact.kind != Kind.DECISION or said.get("kind") != "withdraw" or decisions.number(said, "a"):
        return 0
    refuse([statement], world)
    seen.mark_repeats([statement])
    return 0 if statement.refused else decisions.number(said, "batch")


def withdraw(keys: set[int], batch: int, statement: Statement, world: World) -> None:
    """Hide what the batch says of these keys and of all whom they are connected with, and fold those again."""
    at = statement.position
    if not decisions.is_kept(at):
        decisions.keep(statement, statement.fact.decision or {})
    touched = withdrawals.hide_among(closure_of(keys) | keys, batch, at)
    closure = refold(touched, world.public, world.standing, at)
    projection.refresh(closure | touched, world.sources, at)
    for projector in registries.projectors:
        projector.rebuild(closure, at)


def is_under_way() -> bool:
    """Whether a road died in the middle of it: the decision is kept, and its position not yet counted."""
    rows = sql.run("SELECT 1 FROM decision d JOIN counter c ON c.name = 'position' WHERE d.position >= c.next LIMIT 1")
    return bool(rows)
