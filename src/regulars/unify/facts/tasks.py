"""What the doors keep for a while goes by itself."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from .services import purge_rejected


@job("facts.purge_rejected", label=gettext_lazy("Forget what was refused long ago"), every=3600)
def purge(_run: JobRun) -> int:
    """Delete what was refused more than seven days ago, or is too much; returns how many rows went."""
    return purge_rejected()
