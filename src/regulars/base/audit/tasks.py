"""The audit trail's jobs."""

from functools import partial

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, checkpoint, progress

from . import sealing, trimming, verifying
from .errors import NotSettled


@job("audit.seal", label=gettext_lazy("Seal the audit trail"), every=60)
def seal(run: JobRun) -> int:
    """Seal what was written; returns how many blocks were made. What is not settled waits for the next minute."""
    try:
        return sealing.seal()
    except NotSettled as error:
        progress(run, 0, message=str(error))
        return 0


@job("audit.trim", label=gettext_lazy("Trim the audit trail"), daily_at="03:30", queue="long")
def trim(run: JobRun) -> int:
    """Delete what is older than the policy says; returns how many entries went."""
    return trimming.trim(pause=partial(checkpoint, run, {}))


@job("audit.verify", label=gettext_lazy("Verify the audit trail"), daily_at="04:10", queue="long")
def verify(run: JobRun) -> str | None:
    """Recompute the whole trail; returns what is wrong."""
    found = verifying.verify_and_note(progress=partial(progress, run))
    return found.fault.words if found.fault else None
