"""Turns of the lake's upkeep, taken when nothing waits or when they are due: compaction, vacuum."""

import time
from datetime import timedelta

from regulars.base.lake import Writer

from .world import World

LOOK_SECONDS = 10.0
VACUUM_SECONDS = 300.0
VACUUM_AGE = timedelta(minutes=15)


class Upkeep:
    """One partition a turn, so that nothing waits long."""

    def __init__(self, writer: Writer, world: World) -> None:
        self.writer = writer
        self.world = world
        self.looked_at = 0.0
        self.vacuumed_at = time.monotonic()
        self.due: list[tuple[str, str]] = []

    def turn(self) -> bool:
        """Compact one partition that is due, or vacuum; False if there was nothing to do."""
        now = time.monotonic()
        if not self.due and now - self.looked_at >= LOOK_SECONDS:
            self.due = list(self.writer.partitions_due())
            self.looked_at = now
        if self.due:
            self.writer.compact(*self.due.pop())
            return True
        if now - self.vacuumed_at >= VACUUM_SECONDS:
            self.writer.vacuum(VACUUM_AGE)
            self.vacuumed_at = now
            return True
        return False
