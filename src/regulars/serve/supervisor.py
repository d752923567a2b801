"""Owns the supervisor: it starts children, restarts what dies, and drains them at the end.

It loads no Django and touches no database.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

from regulars.serve.leash import DRAIN_SECONDS

POLL_SECONDS = 0.2
FIRST_RESTART_SECONDS = 0.5
LONGEST_RESTART_SECONDS = 30.0
STEADY_SECONDS = 60.0

logger = logging.getLogger("regulars.serve")


@dataclass
class Child:
    """One supervised process. `crashes` counts ends since it last ran steadily; times are monotonic seconds."""

    name: str
    arguments: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    crashes: int = 0
    started_at: float = 0.0
    start_at: float = 0.0


class Supervisor:
    """Runs children until the first SIGTERM or SIGINT, then drains them; a second signal kills them."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.signals = 0
        # The supervisor alone holds the writing end: when it is gone, however it went, children read the end.
        self.leash, self.held = os.pipe()

    def run(self) -> int:
        """Exit code: 0 after a clean drain, 1 when a child had to be killed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.count_signal)
        while not self.signals:
            for child in self.children:
                self.tend(child)
            time.sleep(POLL_SECONDS)
        return self.drain()

    def count_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1

    def tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                self.start(child, now)
        elif (code := child.process.poll()) is not None:
            note_end(child, code, now)

    def start(self, child: Child, now: float) -> None:
        child.process = start_process(child.name, *child.arguments, leash=self.leash)
        child.started_at = now
        logger.info("%s started, pid %s", child.name, child.process.pid)

    def drain(self) -> int:
        """Web first, because a page in hand may wait for the road; then the rest together."""
        deadline = time.monotonic() + DRAIN_SECONDS
        web = [child for child in self.children if child.name == "web"]
        rest = [child for child in self.children if child.name != "web"]
        clean = [self.end(group, deadline) for group in (web, rest)]
        logger.info("stopped")
        return 0 if all(clean) else 1

    def end(self, group: list[Child], deadline: float) -> bool:
        running = [child.process for child in group if child.process is not None]
        for process in running:
            process.terminate()
        while self.signals < 2 and time.monotonic() < deadline and any(p.poll() is None for p in running):
            time.sleep(POLL_SECONDS / 4)
        late = [process for process in running if process.poll() is None]
        for process in late:
            logger.warning("pid %s did not end in time and is killed", process.pid)
            process.kill()
            process.wait()
        return not late


def note_end(child: Child, code: int, now: float) -> None:
    """Plan the restart: at once after a steady run, later and later after crash upon crash."""
    child.crashes = 1 if now - child.started_at >= STEADY_SECONDS else child.crashes + 1
    wait = min(FIRST_RESTART_SECONDS * 2.0 ** (child.crashes - 1), LONGEST_RESTART_SECONDS)
    child.process, child.start_at = None, now + wait
    logger.error("%s ended with code %s, starts again in %.1f s", child.name, code, wait)


def start_process(name: str, *arguments: str, leash: int) -> subprocess.Popen[bytes]:
    """A process group of its own keeps the terminal's Ctrl-C with the supervisor, which then drains."""
    command = [sys.executable, "-m", "regulars.serve", name, str(leash), *arguments]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(leash,), process_group=0)
