"""Tracking plans, what departs from them, and a plan made from what arrived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.collect.sources.masking import DOTS
from regulars.collect.sources.models import TrackingPlan, Violation
from regulars.unify.facts.statement import Remark

from . import words
from .schema import EventLine, PropertyLine, schema

MOST_PROPOSED = 100
ENOUGH = 20
"""Facts to have looked into before a property that all of them had is proposed as required."""


@dataclass(frozen=True)
class PlanVersion:
    """A version of a plan; `plan` is None where the plan was lifted."""

    version: int
    plan: dict[str, Any] | None
    actor: str
    created_at: datetime


@dataclass(frozen=True)
class ViolationLine:
    """One way in which a source departs from its plan; times in µs. `refused` of its `count` facts were left out."""

    kind: str
    event: str
    sentence: str
    count: int
    refused: int
    first_at: int
    last_at: int
    position: int


def plan_versions(source: int) -> list[PlanVersion]:
    """All versions, newest first."""
    rows = TrackingPlan.objects.filter(source=source).order_by("-version")
    return [PlanVersion(row.version, row.plan, row.actor, row.created_at) for row in rows]


def plan_in_force(source: int) -> PlanVersion | None:
    """The newest version, if it states a plan."""
    row = TrackingPlan.objects.filter(source=source).order_by("-version").first()
    return None if row is None or row.plan is None else PlanVersion(row.version, row.plan, row.actor, row.created_at)


def violations(source: int) -> list[ViolationLine]:
    """Departures from the plan, newest first."""
    return [
        ViolationLine(
            *(row.kind, row.event, words.remark(Remark(row.code, row.path, row.expected))),
            *(row.count, row.refused, row.first_at, row.last_at, row.position),
        )
        for row in Violation.objects.filter(source=source).order_by("-last_at", "id")
    ]


def proposed_plan(source: int) -> dict[str, Any] | None:
    """A plan that what arrived most keeps to; None if nothing did."""
    events = schema(source, limit=MOST_PROPOSED + 1)
    if not events:
        return None
    tracked = {
        event.name: {"properties": rules(event)}
        for event in events[:MOST_PROPOSED]
        if event.kind == "track" and is_name(event)
    }
    traits = next((rules(event) for event in events if event.kind == "identify"), {})
    return {
        "events": tracked,
        "other_events": len(events) > MOST_PROPOSED,
        "traits": traits,
        "other_traits": True,
        "blocking": {"events": False, "properties": False},
    }


def is_name(event: EventLine) -> bool:
    """Whether the event is listed under its own name."""
    return event.name != DOTS


def rules(event: EventLine) -> dict[str, Any]:
    """A rule for each property."""
    return {one.path: rule(event, one) for one in event.properties if DOTS not in one.path}


def rule(event: EventLine, one: PropertyLine) -> dict[str, Any]:
    """What the property was so far."""
    types = [name for name in one.types if name != "null"]
    if "number" in types and "integer" in types:
        types.remove("integer")
    made: dict[str, Any] = {"type": types[0] if len(types) == 1 else types} if types else {}
    if one.share >= 1 and event.inspected >= ENOUGH and "null" not in one.types and "." not in one.path:
        made["required"] = True
    return made
