"""Owns the handle that a running job gets: progress, saved state, and the sign to hand back."""

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from uuid import UUID

from django.utils import timezone

from regulars.base.jobs.errors import JobLost, JobPaused
from regulars.base.jobs.models import Job

PROGRESS_EVERY_SECONDS = 1.0


@dataclass
class JobRun:
    """One attempt at a job. `state` is what an earlier attempt saved, or empty; `attempt` counts from 1."""

    id: UUID
    name: str
    attempt: int
    state: dict[str, Any]
    process_id: int
    stop: Event
    written_at: float = field(default=-PROGRESS_EVERY_SECONDS)

    @property
    def stopping(self) -> bool:
        """The worker wants to end: reach the next checkpoint soon."""
        return self.stop.is_set()


current_run: ContextVar[JobRun] = ContextVar("current_run")


def progress(run: JobRun, done: int, total: int | None = None, message: str = "") -> None:
    """Show how far the job is; written at most once a second, so it may be called for every row."""
    now = time.monotonic()
    if now - run.written_at < PROGRESS_EVERY_SECONDS and done != total:
        return
    run.written_at = now
    write(run, done=done, total=total, message=message[:200])


def checkpoint(run: JobRun, state: dict[str, Any]) -> None:
    """Save durably where to continue from; a worker that is stopping takes the job back here."""
    run.state = state
    write(run, state=state, deaths=0)
    if run.stopping:
        raise JobPaused


def write(run: JobRun, **fields: Any) -> None:
    own = Job.objects.filter(task_id=run.id, process_id=run.process_id)
    if not own.update(progress_at=timezone.now(), **fields):
        raise JobLost
