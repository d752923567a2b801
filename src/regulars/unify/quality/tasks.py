"""Jobs of quality."""

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, progress

from . import following
from .cleaning import work

__all__ = ["follow", "work"]

FOLLOW_SECONDS = 60.0


@job("quality.follow", every=20, queue="long")
def follow(run: JobRun) -> int:
    """Measure the people who changed since."""
    return following.follow(FOLLOW_SECONDS, lambda done: progress(run, done))
