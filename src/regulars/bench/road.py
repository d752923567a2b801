"""The road end to end: events acknowledged over HTTP, until they are on the profile and in the lake.

Two runs over one data folder: first more than the road can take, then a steady 1,000 events a second. The reference
has the machine for itself, before and after. Takes about 3 minutes, in full about 12.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
import psycopg

from regulars.bench import road_results
from regulars.bench.intake import HOST, ReferenceMissing, environment_of, free_port, wait_ready
from regulars.bench.offered import Offered
from regulars.bench.results import report

REFERENCE = Path(__file__).parents[3] / "bench" / "reference" / "road.py"
REFERENCE_BODIES = 600
CUSTOMERS, VISITORS = 50_000, 183_000
"""Before the first event; with three keys to a customer, three keys in ten are redirected."""
STEADY_RATE = 1_000.0
END_SECONDS = 30.0
PREPARE = """
import sys, django; django.setup()
from regulars.bench.fill import fill
from regulars.bench.people import Plan
from regulars.serve import migrate
from regulars.unify.facts.queries import source_ref
from regulars.base.fields.moments import now
from regulars.unify.facts.services import create_source
migrate.run()
made = [create_source(kind, kind=kind, actor="system", region="TH") for kind in ("server", "browser")]
customers, visitors, events = map(int, sys.argv[1:])
fill(Plan(customers, visitors, events, until=now()), source_ref(made[0]), received_at=now())
print(*(source.write_key for source in made))
"""
OFFER = "import sys, django; django.setup(); from regulars.bench.offer import main; main(sys.argv[1])"
BODIES = """
import itertools, sys
from regulars.bench.stream import Stream
customers, visitors, count = map(int, sys.argv[1:4])
with open(sys.argv[4], "wb") as file:
    bodies = Stream(customers, visitors, "reference").bodies()
    file.writelines(body + b"\\n" for _, body in itertools.islice(bodies, count))
"""

Environment = dict[str, str]


class Size(NamedTuple):
    """How much is offered at most: events and seconds of the first run, seconds of the second."""

    events: int
    seconds: float
    steady_seconds: float


QUICK, FULL = Size(300_000, 100, 30), Size(2_000_000, 660, 60)


class Ran(NamedTuple):
    """What was measured: both runs, and the turns of the reference."""

    flood: Offered
    steady: Offered
    reference: list[dict[str, float]]


def run(*, full: bool = False) -> dict[str, Any]:
    """Measure; `full` or REGULARS_BENCH_FULL=1 offers 2,000,000 events. Raises ReferenceMissing.

    With REGULARS_DATABASE_URL set it makes an empty database on that server, and drops it at the end.
    """
    if not REFERENCE.exists():
        raise ReferenceMissing(f"{REFERENCE} is missing. Run this benchmark in a checkout of the repository.")
    size = FULL if full or os.environ.get("REGULARS_BENCH_FULL") == "1" else QUICK
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        environment = environment_of(folder / "data") | stack.enter_context(own_database())
        ran = measure(size, folder, environment)
    return report("road", road_results.results(ran.flood, ran.steady, ran.reference, STEADY_RATE))


@contextmanager
def own_database() -> Iterator[Environment]:
    """Where the operational data goes: the data folder, or a new database on the server that the caller names."""
    server = os.environ.get("REGULARS_DATABASE_URL", "")
    if not server:
        yield {}
        return
    name = f"regulars_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield {"REGULARS_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(size: Size, folder: Path, environment: Environment) -> Ran:
    """Fill a data folder, take turns with the reference, and offer events twice."""
    write_keys = python(PREPARE, CUSTOMERS, VISITORS, 0, environment=environment).split()
    bodies = folder / "bodies"
    python(BODIES, CUSTOMERS, VISITORS, REFERENCE_BODIES, bodies, environment=environment)
    first = reference(bodies, folder / "first")
    port = free_port()
    with child("web", HOST, port, environment=environment) as web, child("road", environment=environment) as road:
        wait_ready(port)
        known: dict[str, Any] = {"port": port, "write_keys": write_keys, "pids": [web, road], "visitors": VISITORS}
        known |= {"customers": CUSTOMERS}
        flood = offered(environment, known, run="flood", events=size.events, seconds=size.seconds, rate=0)
        steady = {"events": sys.maxsize, "seconds": size.steady_seconds, "rate": STEADY_RATE}
        ran = (flood, offered(environment, known, run="steady", **steady))
    return Ran(*ran, [first, reference(bodies, folder / "second")])


def python(code: str, *arguments: object, environment: Environment) -> str:
    """Run code in a process of its own, in which no settings are loaded yet; what it prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def offered(environment: Environment, known: Mapping[str, Any], **orders: Any) -> Offered:
    """One run against the system."""
    printed = python(OFFER, json.dumps({**known, **orders}), environment=environment)
    return msgspec.json.decode(printed, type=Offered)


def reference(bodies: Path, folder: Path) -> dict[str, float]:
    """One turn of the reference, in a folder of its own."""
    folder.mkdir()
    command = [sys.executable, str(REFERENCE), str(bodies), str(folder)]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


@contextmanager
def child(name: str, *arguments: object, environment: Environment) -> Iterator[int]:
    """One process of `regulars serve`; yields its pid. It ends with the `with` block, or with this process."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "regulars.serve", name, str(reading), *map(str, arguments)]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, pass_fds=[reading], stdin=nothing, stdout=nothing)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(reading)
        os.close(writing)
