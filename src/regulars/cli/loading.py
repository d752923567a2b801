"""Loads the demo while a road of its own, in another process, files it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from regulars.demo.counts import DemoCounts
from regulars.demo.services import load
from regulars.serve.supervisor import start_process
from regulars.unify.facts import inbox
from regulars.unify.facts.counters import last_position

from .command import fail

LOOK_SECONDS = 0.25


def load_demo(households: int | None, actor: str) -> tuple[DemoCounts, float]:
    """What was sent, and in how many seconds it was all filed."""
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with road_beside() as road, Progress(*columns, console=Console(stderr=True)) as bars:
        sent = bars.add_task("Sending orders", total=None)
        filed = bars.add_task("Filing facts", total=None)
        began_at = last_position()

        def progress(done: int, total: int) -> None:
            bars.update(sent, completed=done, total=total)
            bars.update(filed, completed=last_position() - began_at)

        counts = load(progress, actor=actor, households=households)
        bars.update(filed, total=counts.facts)
        while waiting := inbox.waiting():
            check_alive(road)
            bars.update(filed, completed=max(0, counts.facts - waiting))
            time.sleep(LOOK_SECONDS)
        bars.update(filed, completed=counts.facts)
    return counts, time.monotonic() - began


@contextmanager
def road_beside() -> Iterator[subprocess.Popen[bytes]]:
    """A road in another process; it ends with this one, however that ends. At the end it finishes its turn."""
    leash, held = os.pipe()
    process = start_process("road", leash=leash)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        os.close(leash)
        os.close(held)


def check_alive(road: subprocess.Popen[bytes]) -> None:
    """Without our road another one may be filing, that of `regulars serve`; without any nothing moves."""
    from regulars.base.jobs.heartbeat import live_processes

    if road.poll() is not None and not live_processes("road"):
        fail("The process that files the facts has ended; its last lines say why.")
