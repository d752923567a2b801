"""The tracking API as it is served: Granian in a process of its own, sockets, signals, and the disk under it."""

import base64
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

HOST = "127.0.0.1"
PREPARE = """
import django; django.setup()
from regulars.serve import migrate
from regulars.unify.facts.services import create_source
migrate.run()
print(create_source("shop", kind="server", actor="system").write_key)
"""
STORED = """
import django; django.setup()
from regulars.unify.facts.fact import decode_facts
from regulars.unify.facts.models import InboxRow
for row in InboxRow.objects.order_by("id"):
    for fact in decode_facts(bytes(row.body)):
        print(fact.message_id)
"""


class Server:
    """A web process; `write_key` is of its one source."""

    def __init__(self, environment: dict[str, str], prefix: list[str]) -> None:
        self.environment = environment | {"DJANGO_SETTINGS_MODULE": "regulars.settings"}
        self.write_key = self.python(PREPARE)[0]
        self.port = free_port()
        self.leash, self.held = os.pipe()
        command = [*prefix, sys.executable, "-m", "regulars.serve", "web", str(self.leash), HOST, str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment, pass_fds=[self.leash], process_group=0)
        self.wait_until_it_listens()

    def python(self, code: str) -> list[str]:
        """Lines that a program prints beside the server, in the same home."""
        environment = {name: value for name, value in self.environment.items() if name != "REGULARS_CRASH_AT"}
        ran = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
        return ran.stdout.split()

    def wait_until_it_listens(self) -> None:
        while self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("The server ended before it listened.")

    def post(self, call: str, body: bytes, **headers: str) -> tuple[int, Any]:
        """Status and JSON of one request over a connection of its own."""
        key = base64.b64encode(f"{self.write_key}:".encode()).decode()
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST", f"/v1/{call}", body, {"Authorization": f"Basic {key}", **named})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def stored(self) -> list[str]:
        return self.python(STORED)

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def close(self) -> None:
        if self.process.poll() is None:
            self.signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.leash)
        os.close(self.held)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(environment: dict[str, str], prefix: list[str] | None = None) -> Iterator[Server]:
    server = Server(environment, prefix or [])
    try:
        yield server
    finally:
        server.close()


def event(message_id: str) -> bytes:
    return json.dumps({"userId": "u", "event": "E", "messageId": message_id}).encode()


def batch(message_ids: list[str]) -> bytes:
    items = [{"type": "track", "userId": "u", "event": "E", "messageId": message_id} for message_id in message_ids]
    return json.dumps({"batch": items}).encode()


def test_a_real_server_takes_batches_and_drains_on_sigterm(home: dict[str, str]) -> None:
    with served(home) as server:
        answers = [
            server.post("batch", batch(["m1", "m2"])),
            server.post("batch", gzip.compress(batch(["m3"])), Content_Encoding="gzip"),
            server.post("track", event("m4"), Content_Type="text/plain"),
            server.post("batch", b"{"),
            server.post("nonsense", b"{}"),
            server.post("batch", b" " * 2_000_000),
        ]
        server.signal(signal.SIGTERM)
        code = server.process.wait(30)

        assert [status for status, _ in answers] == [200, 200, 200, 400, 404, 413]
        assert answers[0][1] == {"success": True}
        assert all(set(body) == {"success", "code", "message"} for _, body in answers[3:])
        assert code == 0
        assert server.stored() == ["m1", "m2", "m3", "m4"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_acknowledged_is_stored_however_the_server_ends(home: dict[str, str], number: int) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()

    def post_until_it_ends(name: int, server: Server) -> None:
        for turn in range(10_000):
            try:
                status, _ = server.post("track", event(f"{name}-{turn}"))
            except (OSError, http.client.HTTPException):
                return
            assert status == 200
            acknowledged.append(f"{name}-{turn}")
            if len(acknowledged) > 100:
                enough.set()

    with served(home) as server:
        clients = [threading.Thread(target=post_until_it_ends, args=(name, server)) for name in range(4)]
        for client in clients:
            client.start()
        assert enough.wait(60)
        server.signal(number)
        for client in clients:
            client.join()
        server.process.wait(30)
        stored = server.stored()

    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    assert len(stored) <= len(acknowledged) + len(clients)


@pytest.mark.parametrize(("point", "stored"), [("intake.before_commit", []), ("intake.after_commit", ["m1"])])
def test_a_crash_around_the_commit_is_never_acknowledged(home: dict[str, str], point: str, stored: list[str]) -> None:
    with served(home | {"REGULARS_CRASH_AT": point}) as server:
        with pytest.raises((OSError, http.client.HTTPException)):
            server.post("track", event("m1"))
        server.process.wait(30)

        assert server.stored() == stored


@pytest.mark.skipif(bool(settings.DATABASE_URL), reason="PostgreSQL syncs in its own process")
def test_every_acknowledgement_follows_a_sync_of_the_inbox(
    home: dict[str, str], tmp_path: Path, require: Callable[[str], Path]
) -> None:
    log = tmp_path / "syncs"
    prefix = [str(require("strace")), "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    syncs: list[int] = []
    with served(home, prefix) as server:
        for turn in range(4):
            before = count_syncs(log)
            status, _ = server.post("batch", batch([f"{turn}-{number}" for number in range(100)]))
            assert status == 200
            syncs.append(count_syncs(log) - before)

    # One batch, one commit; in WAL mode with full sync a commit is one sync of the log. The first makes the log too.
    assert syncs[1:] == [1, 1, 1]
    assert syncs[0] >= 1


def count_syncs(log: Path) -> int:
    lines = log.read_text().splitlines() if log.exists() else []
    return sum("inbox.sqlite3-wal" in line for line in lines)
