"""Counts that many pages show: kept for as long as they are cheap to be a little old."""

import time
from collections.abc import Callable
from threading import Lock

LEAST_SECONDS = 2.0
SHARE = 50
"""A count takes at most one fiftieth of the time, however large the table has grown."""


class Remembered:
    """A count asked for again when it is old: after 2 s, or 50 times what it took. One thread asks at a time."""

    def __init__(self, ask: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self.ask = ask
        self.clock = clock
        self.value: int | None = None
        self.fresh_until = 0.0
        self.asking = Lock()

    def __call__(self) -> int:
        if self.value is not None and self.clock() < self.fresh_until:
            return self.value
        with self.asking:
            if self.value is None or self.clock() >= self.fresh_until:
                began = self.clock()
                self.value = self.ask()
                took = self.clock() - began
                self.fresh_until = self.clock() + max(LEAST_SECONDS, SHARE * took)
            return self.value

    def forget(self) -> None:
        """Ask anew next time."""
        self.fresh_until = 0.0
