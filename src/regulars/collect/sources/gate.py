"""The gate that compares facts with the tracking plan of their source, and keeps out what a plan blocks."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import msgspec

from regulars.base import vault
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Fact, Kind, raw
from regulars.unify.facts.parse import as_object, parse
from regulars.unify.facts.statement import Statement

from .models import TrackingPlan
from .plan import ENUM, MISSING, TOO_LONG, TYPE, UNKNOWN, UNKNOWN_EVENT, Plan, parse_plan, without

BLOCKING = {UNKNOWN_EVENT, MISSING}
DROPPING = {UNKNOWN, TYPE, ENUM, TOO_LONG}
MOST_REMARKS = 20
REFUSED = "plan"
KEPT = {"digest", "remarks", "refused"}

Versions = Mapping[int, list[tuple[int, int]]]
"""Source → (in force from, id of the version), oldest first."""


def gate(statements: Sequence[Statement]) -> None:
    """Note how facts depart from their source's plan; refuse them, or leave properties out, where the plan says so.

    The plan is the one in force when a fact was heard, so that reading it again after a crash comes to the same.
    """
    versions = read_versions()
    for statement in statements if versions else ():
        plan = in_force(versions, statement.source.id, statement.received_at)
        if plan is not None:
            compare(statement, plan)


def read_versions() -> Versions:
    """All versions of all plans."""
    found: dict[int, list[tuple[int, int]]] = {}
    for source, from_at, version in sql.run("SELECT source, from_at, id FROM tracking_plan ORDER BY from_at, id"):
        found.setdefault(source, []).append((from_at, version))
    return found


def in_force(versions: Versions, source: int, received_at: int) -> Plan | None:
    """The plan of a source at a moment."""
    for from_at, version in reversed(versions.get(source, [])):
        if from_at <= received_at:
            return compiled(version, from_at)
    return None


@lru_cache(maxsize=256)
def compiled(version: int, _from_at: int) -> Plan | None:
    """A version, ready to compare; None where it lifts the plan. Versions never change."""
    document = TrackingPlan.objects.values_list("plan", flat=True).get(pk=version)
    return None if document is None else parse_plan(document)


def compare(statement: Statement, plan: Plan) -> None:
    """Note the remarks, and do what the plan asks for."""
    fact = statement.fact
    is_identify = fact.kind == Kind.IDENTIFY
    said = as_object(fact.traits if is_identify else fact.properties)
    remarks = plan.remarks(fact.kind, fact.event, said)
    statement.remarks = remarks[:MOST_REMARKS]
    if plan.blocks_events and not is_identify and any(remark.code in BLOCKING for remark in remarks):
        statement.refused = REFUSED
    elif plan.drops_properties and (dropped := [one.path for one in remarks if one.code in DROPPING]):
        kept = raw(without(said, dropped))
        changes = {"traits": kept} if is_identify else {"properties": kept}
        replace_fact(statement, msgspec.structs.replace(fact, **changes))


def replace_fact(statement: Statement, fact: Fact) -> None:
    """Read the statement anew from less; the digest stays that of what came, so that a redelivery is one."""
    again = parse(
        fact,
        source=statement.source,
        batch=statement.batch,
        position=statement.position,
        received_at=statement.received_at,
        claim_hash=claim_hash(),
    )
    for name in set(statement.__struct_fields__) - KEPT:
        setattr(statement, name, getattr(again, name))


@lru_cache(maxsize=1)
def claim_hash() -> Callable[[bytes], bytes]:
    """What stands for a public claim."""
    return vault.hasher("claim")
