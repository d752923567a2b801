"""A list of customers from the file to the profiles: previewed and run, run without a preview, and others' code.

Once it is in, the same list with other values is previewed too: of people who are all known.

The full run has 1,000,000 rows, the quick one 100,000; pages are asked for, and events come, while a third list is
read and filed. References have an environment of their own below `.cache`, and fewer rows: their speed is per row, and
their clock starts behind the first hundred, after which they have loaded what they load once.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from regulars.bench import customer_list, pages
from regulars.bench.intake import HOST, ReferenceMissing, environment_of, free_port, wait_ready
from regulars.bench.results import BenchError, Result, report
from regulars.bench.road import PREPARE, Environment, child, own_database, python

ROOT = Path(__file__).parents[3]
REFERENCES = ROOT / "bench" / "reference"
VENV = ROOT / ".cache" / "import-references"
PACKAGES = ("trytond", "trytond_party", "django-import-export")
TRYTON_ROWS, EXPORT_ROWS = 1_100, 10_100
TRYTON_TIMES, EXPORT_TIMES = 20.0, 4.0
PROBE_SECONDS = 0.5
WARM_TURNS = 3

# In a process of its own, as the command does it; prints the seconds of each step as JSON.
IMPORT = """
import json, sys, time, django
django.setup()
from pathlib import Path
from regulars.cli.imports import Said, decide
from regulars.collect.files import queries, services
from regulars.collect.files.running import working

path, steps = Path(sys.argv[1]), sys.argv[2].split(",")
took, began = {}, time.perf_counter()
row = services.upload(path, path.name, actor="system")
working.stage_now(row.pk)
maps = ["customer_id=external_id", "email=identifier:email", "phone=identifier:phone"]
decide(row.pk, Said("List", maps, [], "TH", "", "customers", "bench"), "system")
took["staged"] = time.perf_counter() - began
for step in steps:
    first = []
    def listen(_name, done, _total):
        if done and not first:
            first.append(time.perf_counter() - began)
    began = time.perf_counter()
    getattr(services, step)(row.pk, actor="system", is_queued=False)
    ended = getattr(working, f"{step}_now")(row.pk, listen=listen)
    took[step] = time.perf_counter() - began
    took[f"{step} first"] = first[0] if first else took[step]
    took["state"] = ended.state
counts = queries.counts_of(queries.find(row.pk))
took |= {name: getattr(counts, name) for name in ("rows", "created", "updated", "unchanged")}
print(json.dumps(took))
"""
# Times are promised for a system that is idle: the search has followed what was filed before.
FOLLOWED = """
import time, django
django.setup()
from regulars.unify.customers import changes
from regulars.unify.customers.search.follow import NAME
while changes.since(changes.passed(NAME), 1):
    time.sleep(0.2)
"""
# A live fact every half second, through the door; prints how long each took until it was filed, in seconds.
LIVE = """
import json, os, sys, time, django
django.setup()
from regulars.base.fields.moments import now
from regulars.unify.facts import sql
from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.facts.models import Seen, Source
from regulars.unify.facts.parse import message_hash
from regulars.unify.facts.services import take
source = Source.objects.get(name="server").pk
lags, stop = [], sys.argv[1]

while not lags or not os.path.exists(stop):
    name = f"live-{len(lags)}"
    began = time.perf_counter()
    take([Fact(Kind.IDENTIFY, name, now(), [("user_id", name)])], source=source)
    while not Seen.objects.filter(source=source, hash=message_hash(name, 0)).exists():
        time.sleep(0.01)
    lags.append(time.perf_counter() - began)
    time.sleep(0.5)
print(json.dumps(lags))
"""


class Size(NamedTuple):
    """How many rows the list has, and how many the one that is filed while pages are asked for."""

    rows: int
    beside: int


QUICK, FULL = Size(100_000, 50_000), Size(1_000_000, 300_000)


class Ran(NamedTuple):
    """Seconds of each step; milliseconds of pages, seconds of lag. `known`: a list of people who are all known."""

    previewed: dict[str, Any]
    known: dict[str, Any]
    whole: dict[str, Any]
    pages: dict[str, list[float]]
    lags: list[float]


def run(*, full: bool = False) -> dict[str, Any]:
    """Measure; `full` or REGULARS_BENCH_FULL=1 is the size of the promise. Raises ReferenceMissing, BenchError."""
    if not REFERENCES.exists():
        raise ReferenceMissing(f"{REFERENCES} is missing. Run this benchmark in a checkout of the repository.")
    size = FULL if full or os.environ.get("REGULARS_BENCH_FULL") == "1" else QUICK
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as name:
        return report("import", results(size, measure(size, Path(name)), references(Path(name))))


def measure(size: Size, folder: Path) -> Ran:
    """The same list twice, each time into an empty data folder; with other values; and one beside pages and events."""
    customer_list.write(folder / "list.csv", size.rows)
    customer_list.write(folder / "known.csv", size.rows, changed=True)
    customer_list.write(folder / "more.csv", size.beside, first=size.rows)
    with system(folder / "first") as (environment, _):
        previewed = imported(folder / "list.csv", "preview,run", environment)
        python(FOLLOWED, environment=environment)
        known = foreseen(folder / "known.csv", environment)
    with system(folder / "second") as (environment, port):
        whole = imported(folder / "list.csv", "run", environment)
        taken, lags = beside(folder / "more.csv", size.rows, port, environment)
    return Ran(previewed, known, whole, taken, lags)


@contextmanager
def system(folder: Path) -> Iterator[tuple[Environment, int]]:
    """Web and road over an empty data folder."""
    with ExitStack() as stack:
        environment = environment_of(folder) | stack.enter_context(own_database())
        python(PREPARE, 0, 0, 0, environment=environment)
        port = free_port()
        stack.enter_context(child("web", HOST, port, environment=environment))
        stack.enter_context(child("road", environment=environment))
        wait_ready(port)
        yield environment, port


def imported(path: Path, steps: str, environment: Environment) -> dict[str, Any]:
    """Seconds of each step. Raises BenchError unless every row came in."""
    took: dict[str, Any] = json.loads(python(IMPORT, path, steps, environment=environment))
    if took["state"] != "done" or took["created"] != took["rows"]:
        raise BenchError(f"The import ended as {took}.")
    return took


def foreseen(path: Path, environment: Environment) -> dict[str, Any]:
    """Seconds of the preview of people who are all known. Raises BenchError where it knows somebody not."""
    took: dict[str, Any] = json.loads(python(IMPORT, path, "preview", environment=environment))
    if took["state"] != "previewed" or took["updated"] + took["unchanged"] != took["rows"]:
        raise BenchError(f"The preview ended as {took}.")
    return took


def beside(
    path: Path, customers: int, port: int, environment: Environment
) -> tuple[dict[str, list[float]], list[float]]:
    """Pages, and the lag of live facts, while a list is filed."""
    owner, seller = python(SESSIONS, environment=environment).split()
    asked = [page for page in pages.pages(customers) if page.name in PAGES]
    stop = path.with_suffix(".stop")
    with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=60) as http:
        for page in asked * WARM_TURNS:
            pages.ask(http, page, (owner, seller)[page.narrow], random.Random(7))
    running = [
        subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
        for code, arguments in ((IMPORT, (str(path), "run")), (LIVE, (str(stop),)))
    ]
    taken = asked_while(running[0], asked, port, (owner, seller))
    stop.touch()
    said = [process.communicate()[0] for process in running]
    if json.loads(said[0])["state"] != "done":
        raise BenchError(f"The import beside pages ended as {said[0]}.")
    return taken, json.loads(said[1])


PAGES = {"home", "customers", "customer", "timeline", "search: name"}
SESSIONS = "import django; django.setup()\n" + pages.SIGN_IN


def asked_while(
    process: subprocess.Popen[str], asked: list[pages.Page], port: int, sessions: tuple[str, str]
) -> dict[str, list[float]]:
    """Milliseconds of each answer until a process ends."""
    chance = random.Random(11)
    taken: dict[str, list[float]] = {page.name: [] for page in asked}
    with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=60) as http:
        while process.poll() is None:
            for page in asked:
                taken[page.name].append(pages.ask(http, page, sessions[page.narrow], chance))
            time.sleep(PROBE_SECONDS)
    return taken


def references(folder: Path) -> dict[str, float]:
    """Rows a second of others' code, on the first rows of a list like ours."""
    if not (VENV / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "pip"), "install", "--quiet", *PACKAGES]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    return {
        "tryton": reference("tryton", TRYTON_ROWS, folder),
        "plain": reference("django_import_export", EXPORT_ROWS, folder, "plain"),
        "bulk": reference("django_import_export", EXPORT_ROWS, folder, "bulk"),
    }


def reference(name: str, rows: int, folder: Path, way: str = "") -> float:
    """Rows a second."""
    home = folder / f"{name}{way}"
    home.mkdir()
    customer_list.write(home / "list.csv", rows)
    command = [str(VENV / "bin" / "python"), str(REFERENCES / f"{name}.py"), str(home / "list.csv"), str(home), way]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return float(json.loads(printed.splitlines()[-1])["rows_per_second"])


def results(size: Size, ran: Ran, others: Mapping[str, float]) -> list[Result]:
    """Times are promised for a million rows; ratios for whatever was measured. `others`: the references' rows/s."""
    share = size.rows / FULL.rows
    whole = ran.whole["staged"] + ran.whole["run"]
    rate = size.rows / whole
    times = {
        "preview: first result": (ran.previewed["preview first"], 2.0),
        "preview: whole": (ran.previewed["preview"], 75.0 * share),
        "preview of people who are known: first result": (ran.known["preview first"], 2.0),
        "preview of people who are known: whole": (ran.known["preview"], 75.0 * share),
        "run after the preview": (ran.previewed["run"], 80.0 * share),
        "run without a preview, reading included": (whole, 120.0 * share),
    }
    found = [Result(name, round(took, 2), "s", target=most, met=took <= most) for name, (took, most) in times.items()]
    found.append(Result("run without a preview", round(rate), "rows/s"))
    for name, reference_, times_ in (
        ("Tryton's party import", others["tryton"], TRYTON_TIMES),
        ("django-import-export", others["plain"], EXPORT_TIMES),
        ("django-import-export, bulk inserts", others["bulk"], None),
    ):
        ratio = rate / reference_
        met = None if times_ is None else ratio >= times_
        found.append(Result(f"against {name}", round(rate), "rows/s", round(reference_), round(ratio, 1), times_, met))
    for name, samples in ran.pages.items():
        high = pages.high(samples)
        found.append(Result(f"{name} meanwhile: 95th percentile", round(high, 1), "ms", target=250.0, met=high <= 250))
    worst = max(ran.lags)
    return [*found, Result("live facts meanwhile: longest lag", round(worst, 2), "s", target=5.0, met=worst <= 5)]
