"""Jobs of the REST door."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import idempotency


@job("rest.purge_answers", label=gettext_lazy("Forget kept answers of the API"), every=3600)
def purge_answers(_: JobRun) -> int:
    """Kept answers go after a day."""
    return idempotency.purge()
