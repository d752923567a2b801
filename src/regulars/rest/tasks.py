"""Jobs of the REST door."""

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import idempotency


@job("rest.purge_answers", every=3600)
def purge_answers(_: JobRun) -> int:
    """Kept answers go after a day."""
    return idempotency.purge()
