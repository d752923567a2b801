"""Owns the timetable of periodic jobs: each due run is claimed by exactly one process."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regulars.base.jobs.models import Schedule
from regulars.base.jobs.registry import JobSpec, job_specs
from regulars.base.jobs.services import enqueue


def sync_schedules() -> None:
    """Make the stored timetable fit the declared jobs: new ones in, others out, shortened intervals sooner."""
    periodic = {name: spec for name, spec in job_specs().items() if spec.is_periodic}
    Schedule.objects.exclude(name__in=periodic).delete()
    now = timezone.now()
    for name, spec in periodic.items():
        first = spec.next_run(now)
        Schedule.objects.get_or_create(name=name, defaults={"next_at": first})
        Schedule.objects.filter(name=name, next_at__gt=first).update(next_at=first)


def enqueue_due() -> int:
    """Queue what is due and not still running; returns how many runs this process claimed."""
    now = timezone.now()
    specs = job_specs()
    due = Schedule.objects.filter(next_at__lte=now, name__in=specs)
    return sum(claim_run(row, specs[row.name], now) for row in due)


@transaction.atomic
def claim_run(row: Schedule, spec: JobSpec, now: datetime) -> bool:
    # However long nobody ran, a job that is due runs once and not once per missed time.
    unclaimed = Schedule.objects.filter(name=row.name, next_at=row.next_at)
    if not unclaimed.update(last_at=now, next_at=spec.next_run(now)):
        return False
    enqueue(row.name, once=True)
    return True
