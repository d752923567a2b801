"""Reads jobs, and says how they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus

from regulars.base.jobs.errors import JobUnknown
from regulars.base.jobs.heartbeat import live_processes
from regulars.base.jobs.models import Job, Process, Schedule
from regulars.base.jobs.registry import job_specs

LATE_AFTER = timedelta(minutes=2)
STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class JobHealth:
    """How the jobs are. `late` are periodic jobs whose time has passed with nobody to queue them."""

    waiting: int
    running: int
    oldest_waiting_at: datetime | None
    stuck: list[Job]
    failed: list[Job]
    late: list[Schedule]
    processes: list[Process]

    @property
    def ok(self) -> bool:
        return not (self.stuck or self.failed or self.late)


def jobs(name: str | None = None) -> QuerySet[Job]:
    """Jobs with their tasks, newest first."""
    found = Job.objects.select_related("task").order_by("-task__enqueued_at")
    return found if name is None else found.filter(name=name)


def find_job(job_id: UUID) -> Job:
    """Raises JobUnknown."""
    found = jobs().filter(pk=job_id).first()
    if found is None:
        raise JobUnknown(f"No job has the id {job_id}.")
    return found


def due_jobs(name: str | None = None) -> QuerySet[Job]:
    """Those that nobody works on yet, though their time has come."""
    ready = jobs(name).filter(task__status=TaskResultStatus.READY)
    return ready.exclude(task__run_after__gt=timezone.now(), task__run_after__year__lt=9999)


def is_under_way(name: str) -> bool:
    """Whether a job of this name is being worked on, or soon will be."""
    return jobs(name).filter(process_id__isnull=False).exists() or due_jobs(name).exists()


def job_health() -> JobHealth:
    now = timezone.now()
    due = due_jobs()
    oldest = due.order_by("task__enqueued_at").first()
    running = list(jobs().filter(process_id__isnull=False))
    return JobHealth(
        waiting=due.count(),
        running=len(running),
        oldest_waiting_at=None if oldest is None else oldest.task.enqueued_at,
        stuck=[job for job in running if is_stuck(job, now)],
        failed=standing_failures(),
        late=list(Schedule.objects.filter(next_at__lt=now - LATE_AFTER).order_by("name")),
        processes=live_processes(),
    )


def is_stuck(job: Job, now: datetime) -> bool:
    """No progress for longer than the job declared."""
    spec = job_specs().get(job.name)
    last = job.progress_at or job.task.started_at
    return last is not None and now - last > (STUCK_AFTER if spec is None else spec.stuck_after)


def standing_failures() -> list[Job]:
    """Failed jobs; of a periodic job none that a later run made good."""
    periodic = [name for name, spec in job_specs().items() if spec.is_periodic]
    failed = jobs().filter(task__status=TaskResultStatus.FAILED)
    successes = jobs().filter(name__in=periodic, task__status=TaskResultStatus.SUCCESSFUL)
    last_success = {job.name: job.task.finished_at for job in successes.order_by(F("task__finished_at").asc())}
    return [job for job in failed if not made_good(job, last_success.get(job.name))]


def made_good(job: Job, success_at: datetime | None) -> bool:
    return success_at is not None and job.task.finished_at is not None and success_at > job.task.finished_at
