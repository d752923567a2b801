"""The web process: Granian in front of `regulars.asgi`."""

import asyncio
import gc
import resource
import signal
import time
from pathlib import Path

import uvloop
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.embed import Server

from regulars.asgi import application, pages
from regulars.base.jobs.heartbeat import beating
from regulars.serve.rehearsal import ask_lake, rehearse
from regulars.serve.welcome import welcome

MOST_CONNECTIONS = 4096
FILES = 256
"""So many files are open beside connections."""
COLLECT_SECONDS, LONGEST_SECONDS = 20.0, 120.0
CALM_SECONDS, SLOW_SECONDS = 0.5, 0.03
NEVER = 1_000_000


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
    # Held here, because the loop itself does not hold its tasks.
    beside = [asyncio.create_task(pages.prepare(rehearse, ask_lake)), asyncio.create_task(collect_when_calm())]
    with beating("web"):
        await server.serve()
    for task in beside:
        task.cancel()
    if server.interrupt_children:
        raise RuntimeError("The web server ended by itself.")


async def collect_when_calm() -> None:
    """A full collection of garbage while no page is in hand, at most so often; Python would do it inside of one.

    It stops every thread for as long as it takes.
    """
    gc.set_threshold(*gc.get_threshold()[:2], NEVER)
    collected_at = time.monotonic()
    while True:
        await asyncio.sleep(CALM_SECONDS)
        waited = time.monotonic() - collected_at
        if waited >= LONGEST_SECONDS or (waited >= COLLECT_SECONDS and not pages.at_work):
            collected_at, began = time.monotonic(), time.thread_time()
            gc.collect()
            if time.thread_time() - began > SLOW_SECONDS:
                # What it had to look at was loaded meanwhile, such as a library: it stays.
                gc.freeze()


def most_connections() -> int:
    """How many may be open at once; a browser keeps its own for half a minute, though it says nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless, wanted = resource.RLIM_INFINITY, MOST_CONNECTIONS + FILES
    if endless != soft < wanted:
        soft = wanted if hard == endless else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft == endless else max(FILES, min(MOST_CONNECTIONS, soft - FILES))
