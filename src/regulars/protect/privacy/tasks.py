"""Jobs of privacy."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import services


@job("privacy.finish_erasures", label=gettext_lazy("Finish erasures"), daily_at="03:30")
def finish_erasures(_: JobRun) -> int:
    """Once a night for all erasures: no deleted byte stays in the database's files."""
    return services.finish_erasures()
