"""Looks on while a benchmark runs: how far the road and the lake are, what the processes use, how long a page waits."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import psutil
from django.conf import settings
from django.db import connections, transaction

from regulars.bench.offered import Sample
from regulars.unify.facts import sql
from regulars.unify.facts.counters import last_position
from regulars.unify.facts.tables import EVENTS

LOOK_SECONDS = 0.05
PROBE_SECONDS = 0.25
PAGE_WRITE = (
    "INSERT INTO counter (name, next) VALUES ('bench', 1) ON CONFLICT (name) DO UPDATE SET next = counter.next + 1"
)


class LakePosition:
    """Follows the log of the events table by its files: cheaper than opening the table twenty times a second."""

    def __init__(self) -> None:
        self.log = Path(settings.LAKE_URL) / EVENTS.intake / "_delta_log"
        self.newest = ""
        self.position = 0

    def read(self) -> int:
        """The last committed position; 0 before the first."""
        for name in sorted(path.name for path in self.log.glob("*.json") if path.name > self.newest):
            self.newest = name
            for line in (self.log / name).read_bytes().splitlines():
                if line.startswith(b'{"txn"'):
                    self.position = int(msgspec.json.decode(line)["txn"]["version"])
        return self.position


class Watch:
    """Samples in a thread of its own, and writes one row in another, for as long as the `with` block lasts."""

    def __init__(self, pids: Sequence[int]) -> None:
        self.processes = [psutil.Process(pid) for pid in pids]
        self.lake = LakePosition()
        self.samples: list[Sample] = []
        self.waits: list[tuple[float, float]] = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=repeat, args=work) for work in self.work()]

    def work(self) -> list[tuple[Callable[[], None], float, threading.Event]]:
        return [(self.look, LOOK_SECONDS, self.stop), (self.probe, PROBE_SECONDS, self.stop)]

    def __enter__(self) -> Self:
        self.look()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    @property
    def last(self) -> Sample:
        """The newest sample."""
        return self.samples[-1]

    def look(self) -> None:
        """Take one sample."""
        rss = [process.memory_info().rss for process in self.processes]
        cpu = [sum(process.cpu_times()[:2]) for process in self.processes]
        self.samples.append(Sample(time.time(), last_position(), self.lake.read(), rss, cpu))

    def probe(self) -> None:
        """Write one row as a page does; notes the wait for the lock and the whole, in seconds."""
        started_at = time.perf_counter()
        with transaction.atomic():
            waited = time.perf_counter() - started_at
            sql.run(PAGE_WRITE)
        self.waits.append((waited, time.perf_counter() - started_at))


def repeat(work: Callable[[], None], seconds: float, stop: threading.Event) -> None:
    """Do it again and again until `stop` is set."""
    while not stop.wait(seconds):
        work()
    connections.close_all()
