"""The jobs' own jobs."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun
from regulars.base.jobs.services import purge_finished


@job("jobs.purge", label=gettext_lazy("Forget finished jobs"), every=6 * 3600)
def purge(_run: JobRun) -> int:
    """Take finished jobs out of the database; returns how many."""
    return purge_finished()
