"""The edge of the work on an import: begins it, and settles how it ended."""

import logging
from collections.abc import Callable

from regulars.base.fields.moments import now
from regulars.base.jobs.errors import JobInterrupted
from regulars.base.jobs.runs import JobRun
from regulars.collect.files import queries
from regulars.collect.files.enums import State
from regulars.collect.files.errors import FileError
from regulars.collect.files.models import Import

from . import handing, previewing, reading_in, undoing
from .telling import Stopped, Teller

logger = logging.getLogger(__name__)

Work = Callable[[Import, Teller], None]
Listen = Callable[[str, int, int | None], None]
ENDED = ("state", "step", "counts", "reasons", "doubts", "previewed_at", "ended_at", "undone_at")


def work(import_id: int, state: State, do: Work, run: JobRun | None = None, listen: Listen | None = None) -> Import:
    """Do a piece of work for as long as the import is in this state; its new state says how that ended.

    A file that cannot be read fails the import with the reason; whatever else goes wrong is raised too.
    """
    row = queries.find(import_id)
    if row.state != state:
        return row
    teller = Teller(row, state, run)
    if listen is not None:
        teller.listeners.append(listen)
    try:
        do(row, teller)
    except Stopped:
        return queries.find(import_id)
    except JobInterrupted:
        raise
    except FileError as error:
        return fail(row, state, str(error))
    except Exception:
        # An edge: people have to see that it failed, the job's log says why.
        logger.exception("Import %s failed", import_id)
        fail(row, state, "")
        raise
    return settle(row, state)


def fail(row: Import, state: State, problem: str) -> Import:
    """Say that it failed, and why."""
    row.state, row.step = State.FAILED, ""
    Import.objects.filter(pk=row.pk, state=state).update(state=row.state, step="", problem=problem, ended_at=None)
    return row


def settle(row: Import, state: State) -> Import:
    """Write down how it ended, unless somebody changed its state meanwhile."""
    ended = {name: getattr(row, name) for name in ENDED}
    if Import.objects.filter(pk=row.pk, state=state).update(**ended, problem="") and row.state in FINISHED:
        handing.tidy(row)
    return queries.find(row.pk)


FINISHED = {State.DONE, State.CANCELLED, State.UNDONE}


def stage_now(import_id: int, run: JobRun | None = None, listen: Listen | None = None) -> Import:
    """Read the whole file; the import goes on from where it was."""

    def do(row: Import, teller: Teller) -> None:
        reading_in.stage(row, teller)
        row.state, row.step = State.STAGED, ""

    return work(import_id, State.UPLOADED, do, run, listen)


def preview_now(import_id: int, run: JobRun | None = None, listen: Listen | None = None) -> Import:
    """Say what it would do."""

    def do(row: Import, teller: Teller) -> None:
        previewing.preview(row, teller)
        row.previewed_at = now()

    return work(import_id, State.PREVIEWING, do, run, listen)


def run_now(import_id: int, run: JobRun | None = None, listen: Listen | None = None) -> Import:
    """Bring it in."""
    return work(import_id, State.RUNNING, handing.run, run, listen)


def undo_now(import_id: int, run: JobRun | None = None, listen: Listen | None = None) -> Import:
    """Take back what it brought."""
    return work(import_id, State.UNDOING, undoing.undo, run, listen)
