"""The staff app's jobs."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun
from regulars.base.staff.services import forget_ended


@job("staff.purge_sessions", label=gettext_lazy("Forget ended sessions"), daily_at="03:20")
def purge_sessions(_run: JobRun) -> None:
    """Take sessions that have ended out of the database."""
    forget_ended()
