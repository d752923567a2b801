"""Puts jobs into the queue, again or for good, and takes finished ones out of the database."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.jobs.errors import JobUnknown
from regulars.base.jobs.models import Job
from regulars.base.jobs.registry import job_spec
from regulars.base.jobs.running import run_job
from regulars.base.web import trail

KEEP_SUCCESSFUL = timedelta(days=2)
KEEP_FAILED = timedelta(days=30)


def enqueue(
    name: str, *, run_after: datetime | None = None, priority: int = 0, once: bool = False, **kwargs: Any
) -> Job:
    """Queue a declared job, in the caller's transaction where there is one. Raises JobUnknown.

    `kwargs` are JSON values: keys, ids and numbers, never personal values. With `once` there is at most one
    unfinished job of this name and kwargs, and that one is returned. `priority` goes from -100 to 100.
    """
    once_key = once_key_of(name, kwargs) if once else None
    standing = Job.objects.filter(once_key=once_key).first() if once else None
    if standing is not None:
        return standing
    try:
        return add_job(name, kwargs, once_key, run_after, priority)
    except IntegrityError:
        # Another process queued the same job in the meantime.
        return Job.objects.get(once_key=once_key)


@transaction.atomic
def add_job(name: str, kwargs: dict[str, Any], once_key: str | None, run_after: datetime | None, priority: int) -> Job:
    task = run_job.using(queue_name=job_spec(name).queue, run_after=run_after, priority=priority)
    result = task.enqueue(name=name, kwargs=kwargs)
    return Job.objects.create(task_id=UUID(result.id), name=name, once_key=once_key)


def once_key_of(name: str, kwargs: dict[str, Any]) -> str:
    content = json.dumps(kwargs, sort_keys=True)
    return f"{name}:{hashlib.sha256(content.encode()).hexdigest()[:32]}"


@transaction.atomic
def retry_job(job_id: UUID, *, actor: str) -> Job:
    """Queue a failed job again; it continues from its saved state. Raises JobUnknown."""
    failed = DBTaskResult.objects.filter(pk=job_id, status=TaskResultStatus.FAILED)
    if not failed.update(status=TaskResultStatus.READY, run_after=timezone.now(), finished_at=None):
        raise JobUnknown(f"No failed job has the id {job_id}.")
    Job.objects.filter(pk=job_id).update(failures=0, deaths=0)
    trail.note("job.retry", actor=actor, object_type="job", text=str(job_id))
    return Job.objects.select_related("task").get(pk=job_id)


def drop_job(job_id: UUID) -> None:
    """Delete a job that is not running. Raises JobUnknown."""
    idle = DBTaskResult.objects.filter(pk=job_id).exclude(status=TaskResultStatus.RUNNING)
    if not idle.delete()[0]:
        raise JobUnknown(f"No job that could be dropped has the id {job_id}.")


def purge_finished() -> int:
    """Delete successful jobs after 2 days and failed ones after 30; returns how many went."""
    now = timezone.now()
    old_successes = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL)
    old_failures = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    return sum(rows.delete()[1].get("django_tasks_database.DBTaskResult", 0) for rows in (old_successes, old_failures))
