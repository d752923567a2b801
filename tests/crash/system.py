"""Intake and road as processes of their own, that a test may kill and start again, and a client that never gives up."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import httpx
import psycopg

Home = dict[str, str]
PATIENCE = 60.0


@dataclass
class System:
    """What runs in a home: web and road, by name."""

    home: Home
    port: int
    leash: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        arguments = ("127.0.0.1", str(self.port)) if name == "web" else ()
        command = [sys.executable, "-m", "regulars.serve", name, str(self.leash), *arguments]
        self.running[name] = subprocess.Popen(command, env=self.home, pass_fds=(self.leash,), process_group=0)

    def kill(self, name: str) -> int:
        """Kill -9; the exit code, which says whether it was still alive."""
        self.running[name].kill()
        return self.running[name].wait()

    def end(self) -> list[int]:
        """Ask both to end; their exit codes."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        return [process.wait(PATIENCE) for process in self.running.values()]


@contextmanager
def running(home: Home, port: int) -> Iterator[System]:
    """Web and road; whatever is left of them at the end is killed."""
    leash, held = os.pipe()
    system = System(home, port, leash)
    try:
        for name in ("web", "road"):
            system.start(name)
        yield system
    finally:
        for process in system.running.values():
            process.kill()
            process.wait()
        os.close(held)
        os.close(leash)


@dataclass
class Client:
    """Sends batches one after the other, each until it is acknowledged, and knows what was."""

    url: str
    write_key: str
    batches: Iterator[list[dict[str, Any]]]
    pause: float = 0.0
    acknowledged: list[list[dict[str, Any]]] = field(default_factory=list)

    def run(self, stop: Event) -> None:
        with httpx.Client(base_url=self.url, auth=(self.write_key, ""), timeout=10) as http:
            for batch in self.batches:
                while not was_acknowledged(http, batch):
                    time.sleep(0.05)
                self.acknowledged.append(batch)
                if stop.wait(self.pause):
                    return


def was_acknowledged(http: httpx.Client, batch: list[dict[str, Any]]) -> bool:
    try:
        return http.post("/v1/batch", json={"batch": batch}).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def traffic(seed: int, client: int, size: int) -> Iterator[list[dict[str, Any]]]:
    """Batches without end about customers of this client alone: visits, sign-ups, events and orders."""
    random = Random(f"{seed}-{client}")
    number = 0
    while True:
        batch = []
        for _ in range(random.randint(1, size)):
            number += 1
            batch.append(call(random, f"c{client}", number))
        yield batch


def call(random: Random, client: str, number: int) -> dict[str, Any]:
    """One call; each order is completed, and perhaps told again and refunded."""
    who = random.randrange(40)
    # A visitor orders for one person alone: one who is many people is quarantined, sooner or later.
    order = who + 40 * random.randrange(50)
    minute = random.randrange(60 * 24 * 90)
    said: dict[str, Any] = {
        "messageId": f"{client}-{number}",
        "timestamp": f"2026-0{1 + minute % 3}-{1 + minute % 28:02}T{minute % 24:02}:{minute % 60:02}:00Z",
        "anonymousId": f"{client}-visitor-{who}",
    }
    match random.choices(["page", "identify", "track", "order"], [2, 2, 5, 1])[0]:
        case "page":
            return {**said, "type": "page", "name": f"page {random.randrange(9)}"}
        case "identify":
            traits = {"name": f"王伟 {who}", "email": f"{client}-{who}@shop.co.th", "city": f"city {number}"}
            return {**said, "type": "identify", "userId": f"{client}-user-{who}", "traits": traits}
        case "track":
            product = {"product_id": f"p{random.randrange(99)}"}
            return {
                **said,
                "type": "track",
                "userId": f"{client}-user-{who}",
                "event": "Product Viewed",
                "properties": product,
            }
    event = random.choice(["Order Completed", "Order Completed", "Order Updated", "Order Refunded"])
    properties: dict[str, Any] = {"order_id": f"{client}-{order}", "total": number, "currency": "THB"}
    return {**said, "type": "track", "userId": f"{client}-user-{order % 40}", "event": event, "properties": properties}


def ask(home: Home, statement: str, database: str = "regulars") -> list[tuple[Any, ...]]:
    """The rows that a statement returns in a home's database (on SQLite in one of its files)."""
    if url := home.get("REGULARS_DATABASE_URL"):
        with psycopg.connect(url) as connection:
            return connection.execute(statement).fetchall()
    path = Path(home["REGULARS_DATA"]) / f"{database}.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(statement).fetchall()


def wait_until(holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Whether it came to hold in time."""
    deadline = time.monotonic() + patience
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held
