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

import httpx

from regulars.bench.results import BenchError, Result, report

HOST = "127.0.0.1"
REFERENCE = Path(__file__).parents[3] / "bench" / "reference" / "intake.py"
CONNECTIONS = 16
WARM_SECONDS = 1.0
START_SECONDS = 60.0
# All turns together have to stay below the million facts at which intake refuses more.
BATCHES = 8_000
EVENTS_PER_SECOND = 20_000.0
SHARE_OF_REFERENCE = 0.4
SYNC_FULL = 2.0
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


class ReferenceMissing(BenchError):
    """The reference code is in the repository, not in the installed package."""


class EventsRefused(BenchError):
    """The server did not acknowledge every batch, so its speed says nothing."""


class WorkerDied(BenchError):
    """Without a busy worker the figures would flatter."""


def run(*, samples: int = 8, seconds: float = 2.0) -> dict[str, Any]:
    """Each server takes `samples` turns of `seconds`, while the road files what has come so far.

    Raises ReferenceMissing, EventsRefused, WorkerDied.
    """
    if not REFERENCE.exists():
        raise ReferenceMissing(f"{REFERENCE} is missing. Run this benchmark in a checkout of the repository.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        environment = environment_of(folder / "data")
        write_key, sync = prepare(environment)
        ours, theirs = free_port(), free_port()
        stack.enter_context(served("web", environment, HOST, str(ours)))
        worker = stack.enter_context(served("road", environment))
        reference = [sys.executable, str(REFERENCE), str(folder / "reference"), str(theirs)]
        stack.enter_context(running(reference, environment))
        for port, wait in ((ours, wait_ready), (theirs, wait_for)):
            wait(port)
            turn(port, write_key, WARM_SECONDS, BATCHES // 10)
        most = BATCHES // samples
        turns = [(turn(ours, write_key, seconds, most), turn(theirs, write_key, seconds, most)) for _ in range(samples)]
        if worker.poll() is not None:
            raise WorkerDied("The road ended while intake was measured, so nothing was busy beside it.")
    return report("intake", results([mine for mine, _ in turns], [other for _, other in turns], sync))


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
def served(name: str, environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of the processes of `regulars serve`."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "regulars.serve", name, str(reading), *arguments]
    try:
        with running(command, environment, reading) as process:
            yield process
    finally:
        os.close(reading)
        os.close(writing)


@contextmanager
def running(command: list[str], environment: dict[str, str], *descriptors: int) -> Iterator[subprocess.Popen[bytes]]:
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, pass_fds=descriptors, stdin=nothing, stdout=nothing)
    try:
        yield process
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


def wait_ready(port: int) -> None:
    """Return when web and road say that they are ready. Raises TimeoutError."""
    wait_for(port)
    deadline = time.monotonic() + START_SECONDS
    while httpx.get(f"http://{HOST}:{port}/readyz", timeout=START_SECONDS).status_code != httpx.codes.OK:
        if time.monotonic() >= deadline:
            raise TimeoutError(f"What listens on port {port} does not become ready.")
        time.sleep(0.05)


def turn(port: int, write_key: str, seconds: float, most: int) -> Sample:
    """What the load generator measured in `seconds`, or less for the `most` batches. Raises EventsRefused."""
    arguments = [HOST, str(port), write_key, str(seconds), str(most), str(CONNECTIONS)]
    command = [sys.executable, "-m", "regulars.bench.load", *arguments]
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
