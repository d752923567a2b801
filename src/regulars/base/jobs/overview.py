"""Jobs as the page shows them: a page of lines at a time, newest first, and the timetable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import TaskResultStatus

from regulars.base.jobs.models import Job, Schedule
from regulars.base.jobs.queries import jobs
from regulars.base.jobs.registry import JobSpec, job_specs

AT_ONCE = 50
SEPARATOR = "~"
STATES = {
    TaskResultStatus.READY: (gettext_lazy("Waiting"), "off"),
    TaskResultStatus.RUNNING: (gettext_lazy("Running"), ""),
    TaskResultStatus.FAILED: (gettext_lazy("Failed"), "bad"),
    TaskResultStatus.SUCCESSFUL: (gettext_lazy("Done"), ""),
}


@dataclass(frozen=True)
class JobLine:
    """One job; `error` is the class of what went wrong, `traceback` where, neither with values of customers."""

    id: UUID
    name: str
    label: str
    state: str
    tone: str
    done: int
    total: int | None
    message: str
    queued_at: datetime
    ended_at: datetime | None
    error: str
    traceback: str
    is_failed: bool
    is_moving: bool


@dataclass(frozen=True)
class JobsPage:
    """Some jobs, and the cursor of those that follow."""

    jobs: list[JobLine]
    next: str | None

    @property
    def is_moving(self) -> bool:
        return any(one.is_moving for one in self.jobs)


@dataclass(frozen=True)
class TimetableLine:
    """A periodic job: how often it runs, when it did last and will next."""

    name: str
    label: str
    often: str
    last_at: datetime | None
    next_at: datetime


def jobs_page(state: str = "", cursor: str = "") -> JobsPage:
    """A page of jobs in a state; without one all but the routine: runs by timetable that went well.

    An unknown state or cursor is none.
    """
    found = jobs().order_by("-task__enqueued_at", "-task_id")
    if state in STATES:
        found = found.filter(task__status=state)
    else:
        routine = [name for name, spec in job_specs().items() if spec.is_periodic]
        found = found.exclude(name__in=routine, task__status=TaskResultStatus.SUCCESSFUL)
    if place := parse_cursor(cursor):
        at, last = place
        found = found.filter(Q(task__enqueued_at__lt=at) | Q(task__enqueued_at=at, task_id__lt=last))
    rows = list(found[: AT_ONCE + 1])
    return JobsPage([line(job) for job in rows[:AT_ONCE]], cursor_of(rows[AT_ONCE - 1]) if rows[AT_ONCE:] else None)


def cursor_of(job: Job) -> str:
    return f"{job.task.enqueued_at.isoformat()}{SEPARATOR}{job.pk}"


def parse_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    at, _separator, last = cursor.partition(SEPARATOR)
    try:
        placed = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        return None
    return placed if timezone.is_aware(placed[0]) else None


def line(job: Job) -> JobLine:
    status = TaskResultStatus(job.task.status)
    state, tone = STATES[status]
    return JobLine(
        id=job.pk,
        name=job.name,
        label=label_of(job.name),
        state=str(state),
        tone=tone,
        done=job.done,
        total=job.total,
        message=job.message,
        queued_at=job.task.enqueued_at,
        ended_at=job.task.finished_at,
        error=job.task.exception_class_path,
        traceback=job.task.traceback,
        is_failed=status is TaskResultStatus.FAILED,
        is_moving=status is TaskResultStatus.RUNNING,
    )


def timetable() -> list[TimetableLine]:
    """All periodic jobs, the next one first."""
    specs = job_specs()
    rows = Schedule.objects.filter(name__in=specs).order_by("next_at", "name")
    return [
        TimetableLine(row.name, label_of(row.name), how_often(specs[row.name]), row.last_at, row.next_at)
        for row in rows
    ]


def label_of(name: str) -> str:
    """What colleagues read; the name of a job that is declared no more."""
    spec = job_specs().get(name)
    return name if spec is None else str(spec.label)


def how_often(spec: JobSpec) -> str:
    """In words: every so many minutes, or at a time of day."""
    if spec.every is None:
        return _("daily at %(time)s") % {"time": "" if spec.daily_at is None else spec.daily_at.strftime("%H:%M")}
    return in_words(spec.every)


def in_words(every: timedelta) -> str:
    minutes, hours = every.total_seconds() / 60, every.total_seconds() / 3600
    if hours >= 1 and hours.is_integer():
        return of_hours(int(hours))
    if minutes >= 1 and minutes.is_integer():
        return of_minutes(int(minutes))
    return of_seconds(int(every.total_seconds()))


# One is said by itself: languages without a plural would say "every 1 hour".
def of_hours(n: int) -> str:
    return _("every hour") if n == 1 else ngettext("every %(n)s hour", "every %(n)s hours", n) % {"n": n}


def of_minutes(n: int) -> str:
    return _("every minute") if n == 1 else ngettext("every %(n)s minute", "every %(n)s minutes", n) % {"n": n}


def of_seconds(n: int) -> str:
    return _("every second") if n == 1 else ngettext("every %(n)s second", "every %(n)s seconds", n) % {"n": n}
