"""Jobs of notes."""

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import services


@job("notes.sweep_files", daily_at="03:10")
def sweep_files(_: JobRun) -> int:
    """What a crash left behind: bytes in the folder that no row knows, before erasures are finished for the night."""
    return services.sweep_files()
