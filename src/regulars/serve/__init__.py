"""`regulars serve`: web, road and jobs together, each a process (`python -m regulars.serve NAME`)."""

import fcntl
import logging
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from regulars.base.web.forwarded import Proxies
from regulars.serve.supervisor import Child, Supervisor

HOST, PORT = "127.0.0.1", 8000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
OPEN_TO_ALL = {"0.0.0.0", "::", ""}  # noqa: S104 recognised here, chosen by whoever starts it

logger = logging.getLogger("regulars.serve")


class ServeError(Exception):
    """Why the system cannot start; fit for the user."""


def serve(host: str = HOST, port: int = PORT, tls: tuple[Path, Path] | None = None) -> int:
    """Migrate, then run web, road and jobs until told to end. Returns the exit code; raises ServeError.

    `tls` is the file of a certificate (with those that lead to its authority) and that of its key.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
    if tls or host not in OPEN_TO_ALL | LOOPBACK:
        # The pages answer under the address that they listen on, and under no other that points here.
        os.environ["REGULARS_URL"] = os.environ.get("REGULARS_URL") or own_url(host, port, "https" if tls else "http")
    if tls:
        # Nobody stands in front of us, unless somebody says so.
        os.environ.setdefault("REGULARS_TRUSTED_PROXIES", "")
        check_tls(*tls)
    log_to_stderr()
    check_proxies()
    check_port_free(host, port)
    with sole_server(settings.DATA / "serve.lock"):
        migrate_databases()
        return Supervisor([Child("web", (host, str(port), *map(str, tls or ()))), Child("road"), Child("jobs")]).run()


def own_url(host: str, port: int, scheme: str) -> str:
    """Where the pages are, as long as nobody says otherwise."""
    name = "localhost" if host in LOOPBACK else socket.gethostname().lower() if host in OPEN_TO_ALL else host
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}"


def check_tls(certificate: Path, key: Path) -> None:
    """Raises ServeError, so that a certificate that cannot be used is said at once and not in a loop of restarts."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise ServeError(f"The certificate {certificate} with the key {key} cannot be used: {reason}.") from error
    if not os.environ["REGULARS_URL"].startswith("https://"):
        raise ServeError("REGULARS_URL begins with http://. With a certificate it must begin with https://.")


def check_proxies() -> None:
    """Raises ServeError."""
    try:
        Proxies(settings.TRUSTED_PROXIES)
    except ValueError as error:
        raise ServeError(f"REGULARS_TRUSTED_PROXIES: {error}.") from error


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
