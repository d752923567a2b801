"""Jobs: what runs in the background, and trying again what failed."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from regulars.base.jobs import queries, services
from regulars.base.jobs.errors import JobUnknown
from regulars.rest import cursors
from regulars.rest.errors import CursorInvalid, JobNotFailed
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, Limit, Moment

router = Router("jobs")


class Job(Shape):
    """A job and how far it is; `total` is null where nobody knows it beforehand."""

    id: str
    name: str
    queue: str
    status: str
    enqueued_at: Moment
    started_at: Moment
    finished_at: Moment
    done: int
    total: int | None
    message: str
    failures: int


class JobPage(Shape):
    """Jobs, newest first."""

    data: list[Job]
    next: str | None


@router.get("/jobs", response=JobPage)
def list_jobs(request: RestRequest, name: str | None = None, cursor: Cursor | None = None, limit: Limit = 50) -> Any:
    """Jobs, newest first; with `name` only those of this name."""
    found = queries.jobs(name).order_by("-task__enqueued_at", "-pk")
    if cursor is not None:
        found = found.filter(behind(cursor))
    page, last = cursors.page_of(list(found[: limit + 1]), limit)
    return JobPage(
        data=[job_of(one) for one in page],
        next=cursors.write("jobs", (last.task.enqueued_at.isoformat(), str(last.pk))) if last else None,
    )


@router.get("/jobs/{id}", response=Job)
def show_job(request: RestRequest, id: UUID) -> Any:
    """One job."""
    return job_of(queries.find_job(id))


@router.post("/jobs/{id}/retry", response=Job)
def retry_job(request: RestRequest, id: UUID) -> Any:
    """Try a failed job again; it continues from its saved state."""
    queries.find_job(id)
    try:
        job = services.retry_job(id, actor=request.actor)
    except JobUnknown as error:
        raise JobNotFailed from error
    return job_of(job)


def behind(cursor: str) -> Q:
    """The jobs behind a cursor. Raises CursorInvalid."""
    at, id_ = cursors.read("jobs", cursor, (str, str))
    try:
        pk = UUID(id_)
    except ValueError as error:
        raise CursorInvalid from error
    return Q(task__enqueued_at__lt=at) | Q(task__enqueued_at=at, pk__lt=pk)


def job_of(job: Any) -> Job:
    """A job with what its task knows."""
    task = job.task
    about = {name: getattr(job, name) for name in ("name", "done", "total", "message", "failures")}
    times = {name: getattr(task, name) for name in ("enqueued_at", "started_at", "finished_at")}
    return Job.model_validate(
        {"id": str(job.pk), "queue": task.queue_name, "status": task.status.lower(), **about, **times}
    )
