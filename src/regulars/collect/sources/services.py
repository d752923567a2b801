"""Puts tracking plans in force, and lets go of what is only kept for a while."""

from typing import Any

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import HOUR, now
from regulars.unify.facts.errors import SourceUnknown
from regulars.unify.facts.queries import sources

from .models import Arrival, SourceHour, TrackingPlan, Violation
from .plan import parse_plan

KEEP_ARRIVALS = 24 * HOUR
KEEP_HOURS = 8 * 24
SETTLES = 1_000_000
"""µs until a plan is in force: longer than it takes to store it, so that no fact was filed without knowing of it."""


@transaction.atomic
def save_plan(source_id: int, plan: dict[str, Any] | None, *, actor: str, from_at: int | None = None) -> TrackingPlan:
    """Put a plan in force as the next version, or none at all, for what is heard from a second later on.

    Violations of the version before are forgotten. Raises PlanInvalid, SourceUnknown.
    """
    if not sources().filter(pk=source_id).exists():
        raise SourceUnknown
    if plan is not None:
        parse_plan(plan)
    newest = TrackingPlan.objects.filter(source=source_id).order_by("-version").first()
    made = TrackingPlan.objects.create(
        source=source_id,
        version=newest.version + 1 if newest else 1,
        from_at=now() + SETTLES if from_at is None else from_at,
        plan=plan,
        actor=actor,
    )
    Violation.objects.filter(source=source_id).delete()
    action = "source.lift_plan" if plan is None else "source.plan"
    record(action, actor=actor, object_type="source", keys=[source_id])
    return made


def purge_arrivals(*, at: int | None = None) -> int:
    """Delete arrivals of more than a day ago, and hourly counts of more than eight; how many arrivals went."""
    moment = now() if at is None else at
    SourceHour.objects.filter(hour__lt=moment // HOUR - KEEP_HOURS).delete()
    return Arrival.objects.filter(received_at__lt=moment - KEEP_ARRIVALS).delete()[0]
