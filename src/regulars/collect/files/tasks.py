"""The jobs of imports; each goes on where an earlier attempt stopped."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import keeping
from .running import working


@job("files.stage", label=gettext_lazy("Read a file"), queue="long", retries=2)
def stage(run: JobRun, import_id: int) -> str:
    """Read a whole file; returns the state of the import."""
    return str(working.stage_now(import_id, run).state)


@job("files.preview", label=gettext_lazy("Preview an import"), queue="long", retries=0)
def preview(run: JobRun, import_id: int) -> str:
    """Say what an import would do; returns its state."""
    return str(working.preview_now(import_id, run).state)


@job("files.run", label=gettext_lazy("Run an import"), queue="long", retries=0)
def run_import(run: JobRun, import_id: int) -> str:
    """Bring a file in; returns the state of the import."""
    return str(working.run_now(import_id, run).state)


@job("files.undo", label=gettext_lazy("Undo an import"), queue="long", retries=0)
def undo(run: JobRun, import_id: int) -> str:
    """Take back what an import brought; returns its state."""
    return str(working.undo_now(import_id, run).state)


@job("files.purge", label=gettext_lazy("Delete old import files"), every=3600)
def purge(_run: JobRun) -> int:
    """Let files go that were kept long enough; returns of how many imports."""
    return keeping.purge()
