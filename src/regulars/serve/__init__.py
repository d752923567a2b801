"""`regulars serve`: web, road and jobs together, each a process (`python -m regulars.serve NAME`)."""

import fcntl
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from regulars.serve.supervisor import Child, Supervisor

HOST, PORT = "127.0.0.1", 8000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
OPEN_TO_ALL = {"0.0.0.0", "::", ""}  # noqa: S104 recognised here, chosen by whoever starts it

logger = logging.getLogger("regulars.serve")


class ServeError(Exception):
    """Why the system cannot start; fit for the user."""


def serve(host: str = HOST, port: int = PORT) -> int:
    """Migrate, then run web, road and jobs until told to end. Returns the exit code; raises ServeError."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
    if host not in OPEN_TO_ALL | LOOPBACK:
        # The pages answer under the address that they listen on, and under no other that points here.
        os.environ.setdefault("REGULARS_URL", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    log_to_stderr()
    check_port_free(host, port)
    with sole_server(settings.DATA / "serve.lock"):
        migrate_databases()
        return Supervisor([Child("web", (host, str(port))), Child("road"), Child("jobs")]).run()


def migrate_databases() -> None:
    """In a process of its own, so that the supervisor stays small. Raises ServeError."""
    command = [sys.executable, "-m", "regulars.serve", "migrate"]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise ServeError("The databases could not be brought up to date; the lines above say why.")


def log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def check_port_free(host: str, port: int) -> None:
    """Raises ServeError, so that a taken port is said at once and not in a loop of restarts."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServeError(f"Cannot listen on {host} port {port}: {error.strerror}. Try another --port.") from error


@contextmanager
def sole_server(path: Path) -> Iterator[None]:
    """Hold the data folder: two roads over one folder would fight. The lock ends with the process."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServeError("Another `regulars serve` runs on this data folder.") from error
        yield
