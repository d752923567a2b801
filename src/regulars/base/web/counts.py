"""Counts that many pages show: kept for as long as they are cheap to be a little old."""

import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

from django.db import connections

T = TypeVar("T")

LEAST_SECONDS = 2.0
SHARE = 50
"""A count takes at most one fiftieth of the time, however large the table has grown."""
SLOW_SECONDS = 0.05


class Remembered(Generic[T]):
    """A count (or anything like it) asked for again when it is old: after 2 s, or 50 times what it took.

    Nobody waits for one that takes long, but the first: the old value stands until a thread has the new one.
    """

    every: ClassVar[WeakSet["Remembered[Any]"]] = WeakSet()

    def __init__(self, ask: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> None:
        self.ask = ask
        self.clock = clock
        self.value: T | None = None
        self.took = 0.0
        self.fresh_until = 0.0
        self.asking = Lock()
        self.every.add(self)

    def __call__(self) -> T:
        if self.value is not None and self.clock() < self.fresh_until:
            return self.value
        if self.value is None or self.took < SLOW_SECONDS:
            with self.asking:
                return self.renew()
        old = self.value
        if self.asking.acquire(blocking=False):
            Thread(target=self.renew_aside, name="count", daemon=True).start()
        return old

    def renew(self) -> T:
        """Ask, unless another has asked in the meantime."""
        if self.value is None or self.clock() >= self.fresh_until:
            began = self.clock()
            self.value = self.ask()
            self.took = self.clock() - began
            self.fresh_until = self.clock() + max(LEAST_SECONDS, SHARE * self.took)
        return self.value

    def renew_aside(self) -> None:
        try:
            self.renew()
        finally:
            self.asking.release()
            connections.close_all()

    def forget(self) -> None:
        """Ask anew next time."""
        self.fresh_until = 0.0
