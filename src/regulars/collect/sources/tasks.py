"""What is kept only for a while goes by itself."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from .services import purge_arrivals


@job("sources.purge_arrivals", label=gettext_lazy("Forget old arrivals"), every=3600)
def purge(_run: JobRun) -> int:
    """Delete arrivals after a day, and hourly counts after eight; returns how many arrivals went."""
    return purge_arrivals()
