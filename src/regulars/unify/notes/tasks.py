"""Jobs of notes."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import services


@job("notes.sweep_files", label=gettext_lazy("Delete leftover files"), daily_at="03:10")
def sweep_files(_: JobRun) -> int:
    """What a crash left behind: bytes in the folder that no row knows, before erasures are finished for the night."""
    return services.sweep_files()
