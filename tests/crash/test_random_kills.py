"""Twenty kills at random moments while customers come: nothing that was acknowledged is lost, nothing is doubled.

`REGULARS_TEST_SEED=… pytest tests/crash/test_random_kills.py` repeats what is said and the order of the kills.
"""

import json
import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from tests.crash.conftest import Home, child
from tests.crash.system import Client, System, ask, running, traffic, wait_until

pytestmark = pytest.mark.slow

KILLS = 20
CLIENTS = 3
BATCH = 30
PAUSE = 0.1
LONGEST_LIFE = 1.0
Batches = list[list[dict[str, Any]]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def clients_of(
    system: System, said: Iterable[Iterable[list[dict[str, Any]]]], pause: float
) -> Iterator[tuple[list[Client], list[Thread]]]:
    """Clients at work, each in a thread of its own, until the block ends or they have nothing more to say."""
    stop = Event()
    (write_key,) = ask(system.home, "SELECT write_key FROM source WHERE name = 'server'")[0]
    url = f"http://127.0.0.1:{system.port}"
    clients = [Client(url, write_key, iter(batches), pause) for batches in said]
    threads = [Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients, threads
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def kill_often(system: System, clients: list[Client], random: Random) -> list[int]:
    """Kill web or road, each time at a random moment after it has begun to work again; the exit codes."""
    progress: dict[str, Callable[[], object]] = {
        "web": lambda: sum(len(client.acknowledged) for client in clients),
        "road": lambda: ask(system.home, "SELECT next FROM counter WHERE name = 'position'"),
    }
    before = {name: look() for name, look in progress.items()}
    codes = []
    for _ in range(KILLS):
        victim = random.choice(["web", "road"])
        assert wait_until(partial(has_moved, progress[victim], before[victim])), f"{victim} does not work again"
        time.sleep(random.uniform(0, LONGEST_LIFE))
        codes.append(system.kill(victim))
        before[victim] = progress[victim]()
        system.start(victim)
    # Whoever has not yet come up cannot be asked to end.
    for name, look in progress.items():
        assert wait_until(partial(has_moved, look, before[name])), f"{name} does not work again"
    return codes


def has_moved(look: Callable[[], object], before: object) -> bool:
    return look() != before


def is_filed(home: Home) -> bool:
    """Whether nothing waits for the road or the lake."""
    return not ask(home, "SELECT 1 FROM inbox LIMIT 1", "inbox") and not ask(home, "SELECT 1 FROM taken LIMIT 1")


def finish(system: System) -> dict[str, list[Any]]:
    """Let the road file everything, end, and say what is there."""
    assert wait_until(lambda: is_filed(system.home))
    assert system.end() == [0, 0]
    dump = Path(system.home["REGULARS_DATA"]).parent / "canonical.json"
    assert child(system.home, "canonical", dump) == 0
    state: dict[str, list[Any]] = json.loads(dump.read_text())
    return state


def hash_of(message_id: str) -> str:
    return blake2b(message_id.encode(), digest_size=16).hexdigest()


def lived_quietly(home: Home, said: Iterable[Batches]) -> dict[str, list[Any]]:
    """The state of a system that nobody disturbed, after the same was said to it."""
    with running(home, free_port()) as system:
        with clients_of(system, said, 0) as (_, threads):
            for thread in threads:
                thread.join()
        return finish(system)


def test_random_kills_lose_and_double_nothing(new_home: Callable[[], Home], capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("REGULARS_TEST_SEED") or time.time_ns() % 2**32)
    with capsys.disabled():
        sys.stdout.write(f"REGULARS_TEST_SEED={seed} ")
    said = [traffic(seed, number, BATCH) for number in range(CLIENTS)]

    with running(new_home(), free_port()) as system:
        with clients_of(system, said, PAUSE) as (clients, _):
            codes = kill_often(system, clients, Random(seed))
        state = finish(system)
    quiet = lived_quietly(new_home(), [client.acknowledged for client in clients])

    acknowledged = [call for client in clients for batch in client.acknowledged for call in batch]
    events = [call["messageId"] for call in acknowledged if call["type"] != "identify"]
    assert codes == [-signal.SIGKILL] * KILLS
    assert Counter(message for message, *_ in state["events"]) == Counter(events)
    assert Counter(state["seen"]) == Counter(hash_of(call["messageId"]) for call in acknowledged)
    assert state == quiet
