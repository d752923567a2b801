"""Tells how far the work on an import is, and stops it where somebody asked for that."""

import time
from collections.abc import Callable, Mapping

from regulars.base.fields.moments import now
from regulars.base.jobs.runs import JobRun, checkpoint, progress
from regulars.collect.files.enums import State
from regulars.collect.files.models import Import

EVERY_SECONDS = 1.0


class Stopped(Exception):
    """Somebody paused or cancelled it."""


class Teller:
    """Hears of every chunk, and writes down how far it is once a second.

    More often would cost the road, whose pages in memory each foreign commit makes old.

        `listen` is told the step, what is done of how much; raises Stopped where the import is no longer `state`.
    """

    def __init__(self, row: Import, state: State, run: JobRun | None = None) -> None:
        self.row = row
        self.state = state
        self.run = run
        self.listeners: list[Callable[[str, int, int | None], None]] = []
        self.written_at = 0.0

    def step(self, name: str, total: int | None = None) -> None:
        """A new step begins."""
        self.row.step, self.row.step_at, self.row.done, self.row.total = name, now(), 0, total
        self.write()

    def __call__(self, done: int, total: int | None = None, counts: Mapping[str, int] | None = None) -> None:
        """So much of the step is done. Raises Stopped, JobPaused."""
        self.row.done = done
        if total is not None:
            self.row.total = total
        if counts is not None:
            self.row.counts = dict(counts)
        for listen in self.listeners:
            listen(self.row.step, done, self.row.total)
        if time.monotonic() - self.written_at >= EVERY_SECONDS:
            self.write()

    def write(self) -> None:
        """Write it down, if this work is still wanted."""
        self.written_at = time.monotonic()
        row = self.row
        fields = {name: getattr(row, name) for name in ("step", "step_at", "done", "total", "counts")}
        if not Import.objects.filter(pk=row.pk, state=self.state).update(**fields):
            raise Stopped
        if self.run is not None:
            progress(self.run, row.done, row.total)
            if self.run.stopping:
                checkpoint(self.run, {})

    def is_stopped(self) -> bool:
        """Whether the work should end, for who cannot be interrupted by an error."""
        try:
            self.write()
        except Stopped:
            return True
        return False
