"""`regulars serve` for real, in a home of its own, on a free port."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil

PATIENCE = 120.0
CHILDREN = ["jobs", "road", "web"]
SERVE = "import sys; from regulars.serve import serve; sys.exit(serve('127.0.0.1', int(sys.argv[1])))"


class Server:
    """A supervisor started for one test, and what it runs."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.healed: dict[str, int] = {}

    def children(self) -> dict[str, int]:
        """Process ids by name."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                match child.cmdline():
                    case [_, "-m", "regulars.serve", name, *_]:
                        found[name] = child.pid
        return found

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=5)

    def is_up(self) -> bool:
        try:
            return self.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def is_ready(self) -> bool:
        return self.is_up() and self.get("/readyz").status_code == 200

    def has_healed(self, before: dict[str, int]) -> bool:
        """Every child runs, and not all are those of before; `healed` is who that was."""
        self.healed = self.children()
        return sorted(self.healed) == CHILDREN and self.healed != before


def wait_until(condition: Callable[[], bool]) -> None:
    """Fails only when hope is lost: how long it takes says more about the machine than about the code."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(home: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=home)
    server = Server(process, port)
    try:
        wait_until(lambda: process.poll() is not None or server.is_ready())
        assert process.poll() is None
        yield server
    finally:
        left = [] if process.poll() is not None else psutil.Process(process.pid).children(recursive=True)
        for one in [process, *left]:
            one.kill()
        process.wait()
