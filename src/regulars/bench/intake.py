"""Durable intake over HTTP with a busy worker beside it, against the same server without logic, turn by turn."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from regulars.bench.results import Result, report

HOST = "127.0.0.1"
REFERENCE = Path(__file__).parents[3] / "bench" / "reference" / "intake.py"
CONNECTIONS = 16
WARM_SECONDS = 1.0
START_SECONDS = 60.0
EVENTS_PER_SECOND = 20_000.0
SHARE_OF_REFERENCE = 0.4
SYNC_FULL = 2.0
# One core is taken, as it is while the road files what came before; always the same, so that turns compare.
BUSY_WORKER = "while True: sum(range(10_000))"
PREPARE = """
import django; django.setup()
from django.db import connections
from regulars.serve import migrate
from regulars.unify.facts.services import create_source
migrate.run()
print(create_source("bench", kind="server", actor="system").write_key)
with connections["inbox"].cursor() as cursor:
    cursor.execute("PRAGMA synchronous")
    print(cursor.fetchone()[0])
"""

Sample = dict[str, float]


class ReferenceMissing(Exception):
    """The reference code is in the repository, not in the installed package."""


class EventsRefused(Exception):
    """The server did not acknowledge every batch, so its speed says nothing."""


def run(*, samples: int = 4, seconds: float = 4.0) -> dict[str, Any]:
    """Each server takes `samples` turns of `seconds`. Raises ReferenceMissing, EventsRefused."""
    if not REFERENCE.exists():
        raise ReferenceMissing(f"{REFERENCE} is missing. Run this benchmark in a checkout of the repository.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        environment = environment_of(folder / "data")
        write_key, sync = prepare(environment)
        stack.enter_context(running([sys.executable, "-c", BUSY_WORKER], environment))
        ours = stack.enter_context(our_server(environment))
        theirs = stack.enter_context(reference_server(folder / "reference.sqlite3", environment))
        turns = [
            (turn(ours, write_key, seconds), turn(theirs, write_key, seconds))
            for _ in warm(ours, theirs, write_key, samples)
        ]
    return report("intake", results([mine for mine, _ in turns], [other for _, other in turns], sync))


def warm(ours: int, theirs: int, write_key: str, samples: int) -> range:
    for port in (ours, theirs):
        turn(port, write_key, WARM_SECONDS)
    return range(samples)


def environment_of(data: Path) -> dict[str, str]:
    """A data folder of its own in SQLite, whatever the caller's environment says."""
    data.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))}
    return {**kept, "REGULARS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "regulars.settings"}


def prepare(environment: dict[str, str]) -> tuple[str, float]:
    """Make the tables and a source; returns its write key and what SQLite says of its syncs (2 = full)."""
    command = [sys.executable, "-c", PREPARE]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()
    return printed[0], float(printed[1])


@contextmanager
def our_server(environment: dict[str, str]) -> Iterator[int]:
    """The web process of `regulars serve`; yields its port."""
    reading, writing = os.pipe()
    port = free_port()
    command = [sys.executable, "-m", "regulars.serve", "web", str(reading), HOST, str(port)]
    try:
        with running(command, environment, reading):
            wait_for(port)
            yield port
    finally:
        os.close(reading)
        os.close(writing)


@contextmanager
def reference_server(file: Path, environment: dict[str, str]) -> Iterator[int]:
    """The reference; yields its port."""
    port = free_port()
    with running([sys.executable, str(REFERENCE), str(file), str(port)], environment):
        wait_for(port)
        yield port


@contextmanager
def running(command: list[str], environment: dict[str, str], *descriptors: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, pass_fds=descriptors, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Return when something listens. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing listens on port {port}.")


def turn(port: int, write_key: str, seconds: float) -> Sample:
    """What the load generator measured in one turn. Raises EventsRefused."""
    command = [sys.executable, "-m", "regulars.bench.load", HOST, str(port), write_key, str(seconds), str(CONNECTIONS)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    sample: Sample = json.loads(printed)
    if sample["refused"]:
        raise EventsRefused(f"{sample['refused']:.0f} batches were not acknowledged.")
    return sample


def results(ours: list[Sample], theirs: list[Sample], sync: float) -> list[Result]:
    ratios = [mine["events_per_second"] / other["events_per_second"] for mine, other in zip(ours, theirs, strict=True)]
    share = statistics.median(ratios)
    return [
        compared("acknowledged events", "events/s", "events_per_second", ours, theirs, EVENTS_PER_SECOND),
        Result(
            "share of the reference",
            share,
            "ratio",
            target=SHARE_OF_REFERENCE,
            met=share >= SHARE_OF_REFERENCE,
            samples=tuple(ratios),
        ),
        compared("acknowledgement of a batch of 100, median", "ms", "p50_ms", ours, theirs),
        compared("acknowledgement of a batch of 100, 99th percentile", "ms", "p99_ms", ours, theirs),
        Result("PRAGMA synchronous (2 = full)", sync, "", target=SYNC_FULL, met=sync >= SYNC_FULL),
    ]


def compared(
    name: str, unit: str, figure: str, ours: list[Sample], theirs: list[Sample], target: float | None = None
) -> Result:
    """The median of one figure beside that of the reference; a target is a least value."""
    samples = tuple(sample[figure] for sample in ours)
    value, reference = statistics.median(samples), statistics.median(sample[figure] for sample in theirs)
    met = None if target is None else value >= target
    return Result(name, value, unit, reference, value / reference, target, met, samples)
