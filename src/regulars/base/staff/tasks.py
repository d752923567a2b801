"""The staff app's jobs."""

from importlib import import_module

from django.conf import settings

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun


@job("staff.purge_sessions", daily_at="03:20")
def purge_sessions(_run: JobRun) -> None:
    """Take sessions that have ended out of the database."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
