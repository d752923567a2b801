"""Owns the one django-task behind every job: it looks the job up by name, so that code may move."""

from typing import Any

from django_tasks import task

from regulars.base.jobs.registry import job_spec
from regulars.base.jobs.runs import current_run


@task
def run_job(name: str, kwargs: dict[str, Any]) -> Any:
    """Call the declared function with the run that the worker has prepared."""
    return job_spec(name).function(current_run.get(), **kwargs)
