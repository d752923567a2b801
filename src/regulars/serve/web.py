"""The web process: Granian in front of `regulars.asgi`."""

import asyncio
import resource
import signal
from pathlib import Path

import uvloop
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.embed import Server

from regulars.asgi import application
from regulars.base.jobs.heartbeat import beating
from regulars.serve.welcome import welcome

MOST_CONNECTIONS = 4096
FILES = 256
"""So many files are open beside connections."""


def run(host: str, port: str, *tls: str) -> None:
    """Answer HTTP until told to end; then stop accepting and finish what is in hand.

    `tls` is the file of a certificate and that of its key, or nothing.
    """
    print(welcome(host, int(port)), flush=True)
    uvloop.run(serve_http(host, int(port), *map(Path, tls)))


async def serve_http(host: str, port: int, certificate: Path | None = None, key: Path | None = None) -> None:
    # In this process and not in workers of its own: one process to watch, and none that outlives it.
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=most_connections(),
        ssl_cert=certificate,
        ssl_key=key,
        # Tills and phones that are ten years old know nothing newer.
        ssl_protocol_min=SSLProtocols.tls12,
        log_level=LogLevels.error,
        log_access=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    with beating("web"):
        await server.serve()
    if server.interrupt_children:
        raise RuntimeError("The web server ended by itself.")


def most_connections() -> int:
    """How many may be open at once; a browser keeps its own for half a minute, though it says nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless, wanted = resource.RLIM_INFINITY, MOST_CONNECTIONS + FILES
    if endless != soft < wanted:
        soft = wanted if hard == endless else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft == endless else max(FILES, min(MOST_CONNECTIONS, soft - FILES))
