"""The pages as a colleague's browser asks for them, at a million customers, while intake takes 1,000 events a second.

The quick run has 100,000 customers and takes about two minutes; in full it is a million with 5,000,000 events, and
about ten. Whole answers over loopback, one request at a time, each page as often as the others, from the first answer
after the start on.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

from regulars.bench.intake import HOST, environment_of, free_port, wait_ready
from regulars.bench.results import BenchError, Result, report
from regulars.bench.road import OFFER, PREPARE, Environment, child, own_database, python

RATE = 1_000.0
VISITORS = 10_000
LONGEST_SECONDS, ENDING_SECONDS = 900.0, 120.0
PERCENTILE = 0.95
RULE = {"trait": "last_name", "is": "one_of", "value": ["Wang", "Karimi"]}
OWNED = 5_000
SIGN_IN = f"""
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from regulars.base.staff.services import create_user, open_session
from regulars.unify.customers.owners import assign

def sign_in(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    open_session(session, user, place="", browser="bench")
    session.save()
    return f"{{settings.SESSION_COOKIE_NAME}}={{session.session_key}}"

owner = create_user("owner@regulars.example", actor="system", role="owner")
seller = create_user("sales@regulars.example", actor="system", role="sales")
seller.reach = "own"
seller.save()
assign([3 * number + 1 for number in range({OWNED})], seller.pk, actor="system")
print(sign_in(owner), sign_in(seller))
"""


class Size(NamedTuple):
    """How many customers and events are there before, and how often each page is asked for."""

    customers: int
    events: int
    rounds: int


QUICK, FULL = Size(100_000, 500_000, 41), Size(1_000_000, 5_000_000, 61)


class PageRefused(BenchError):
    """A page that does not answer 200 has no speed."""


class Page(NamedTuple):
    """A page, the addresses it may be asked at, and the promise in milliseconds; None where nothing is promised.

    A `narrow` one is asked for by a colleague who sees only their own 5,000 customers.
    """

    name: str
    address: Callable[[random.Random], str]
    target: float | None
    is_fragment: bool = False
    narrow: bool = False


def pages(customers: int) -> list[Page]:
    """What is asked for."""

    def key(chance: random.Random) -> int:
        return 3 * chance.randrange(customers) + 1

    def typed(*texts: str) -> Callable[[random.Random], str]:
        return lambda chance: f"/customers/suggest/?q={quote(chance.choice(texts))}"

    rule = quote(json.dumps(RULE))
    return [
        Page("home", lambda _: "/", 100),
        Page("customers", lambda _: "/customers/", 100),
        Page("customer", lambda chance: f"/customers/{key(chance)}/", 100),
        Page("sources", lambda _: "/sources/", 100),
        Page("jobs", lambda _: "/jobs/", 100),
        Page("timeline", lambda chance: f"/customers/{key(chance)}/timeline/", 400, is_fragment=True),
        Page("search: one letter", typed(*"amswr"), 50, is_fragment=True),
        Page("search: name", typed("som", "somchai", "mali wang", "wang w", "reza karimi"), 50, is_fragment=True),
        Page("search: e-mail", typed("u00001234", "u0000099", "u00000001@shop"), 50, is_fragment=True),
        Page("customers: filtered", lambda _: f"/customers/?rule={rule}", 1000),
        Page("customers: by name", lambda _: "/customers/?sort=name", 1000),
        Page("how customers move", lambda _: "/customers/moving/", 1000, is_fragment=True),
        Page("fields", lambda _: "/fields/", 100),
        Page("audit", lambda _: "/audit/", 100),
        Page("own customers", lambda _: "/customers/", 100, narrow=True),
        Page("own customers: search", typed("som", "mali wang"), 50, is_fragment=True, narrow=True),
        Page("own customers: filtered", lambda _: f"/customers/?rule={rule}", 1000, narrow=True),
    ]


def run(*, full: bool = False) -> dict[str, Any]:
    """Measure; `full` or REGULARS_BENCH_FULL=1 is the size of the promise. Raises PageRefused."""
    size = FULL if full or os.environ.get("REGULARS_BENCH_FULL") == "1" else QUICK
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        environment = environment_of(folder / "data") | stack.enter_context(own_database())
        printed = python(PREPARE + SIGN_IN, size.customers, VISITORS, size.events, environment=environment)
        *write_keys, owner, seller = printed.split()
        port = free_port()
        web = stack.enter_context(child("web", HOST, port, environment=environment))
        road = stack.enter_context(child("road", environment=environment))
        wait_ready(port)
        orders = {"port": port, "write_keys": write_keys, "pids": [web, road], "visitors": VISITORS, "run": "pages"}
        orders |= {"customers": size.customers, "events": sys.maxsize, "seconds": LONGEST_SECONDS, "rate": RATE}
        with offering(orders | {"stop": str(folder / "stop")}, environment):
            taken = measure(pages(size.customers), port, (owner, seller), size.rounds)
    return report("pages", results(pages(size.customers), taken))


@contextmanager
def offering(orders: dict[str, Any], environment: Environment) -> Iterator[None]:
    """Events come at the steady rate meanwhile. Raises BenchError where they could not be kept up."""
    command = [sys.executable, "-c", OFFER, json.dumps(orders)]
    # What it prints nobody reads, and a full pipe would hold it for ever.
    offer = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
        if offer.poll() is not None:
            raise BenchError("The events ended before the pages were measured.")
        Path(orders["stop"]).touch()
        if offer.wait(ENDING_SECONDS):
            raise BenchError("The events could not be offered at their rate.")
    finally:
        offer.kill()
        offer.wait()


def measure(asked: list[Page], port: int, sessions: tuple[str, str], rounds: int) -> dict[str, list[float]]:
    """Page → milliseconds of each answer. The pages take turns, and nothing is asked for before.

    `sessions` are the cookies of the owner and of the colleague who sees only their own customers.
    """
    chance = random.Random(11)
    taken: dict[str, list[float]] = {page.name: [] for page in asked}
    with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=60) as http:
        for page in asked * rounds:
            taken[page.name].append(ask(http, page, sessions[page.narrow], chance))
    return taken


def ask(http: httpx.Client, page: Page, session: str, chance: random.Random) -> float:
    """Milliseconds of one whole answer. Raises PageRefused."""
    address = page.address(chance)
    headers = {"Cookie": session} | ({"HX-Request": "true"} if page.is_fragment else {})
    started_at = time.perf_counter()
    answer = http.get(address, headers=headers)
    took = (time.perf_counter() - started_at) * 1000
    if answer.status_code != httpx.codes.OK:
        raise PageRefused(f"{address} answered {answer.status_code}.")
    return took


def results(asked: list[Page], taken: dict[str, list[float]]) -> list[Result]:
    """Of each page the median, the 95th percentile with all samples, and the slowest."""
    every = list(chain.from_iterable(taken.values()))
    found = chain.from_iterable(results_of(page, taken[page.name]) for page in asked)
    return [*found, Result("all pages: median", round(statistics.median(every), 1), "ms")]


def results_of(page: Page, taken: list[float]) -> list[Result]:
    """What is promised is the 95th percentile."""
    met = None if page.target is None else high(taken) <= page.target
    samples = tuple(round(sample, 1) for sample in taken)
    return [
        Result(f"{page.name}: median", round(statistics.median(taken), 1), "ms"),
        Result(
            f"{page.name}: 95th percentile", round(high(taken), 1), "ms", target=page.target, met=met, samples=samples
        ),
        Result(f"{page.name}: slowest", round(max(taken), 1), "ms"),
    ]


def high(samples: list[float]) -> float:
    """The 95th percentile."""
    return sorted(samples)[int(len(samples) * PERCENTILE)]
