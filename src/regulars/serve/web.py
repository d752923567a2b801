"""The web process: Granian in front of `regulars.asgi`."""

import asyncio
import signal

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from regulars.asgi import application
from regulars.base.jobs.heartbeat import beating
from regulars.serve.welcome import welcome


def run(host: str, port: str) -> None:
    """Answer HTTP until told to end; then stop accepting and finish what is in hand."""
    print(welcome(host, int(port)), flush=True)
    uvloop.run(serve_http(host, int(port)))


async def serve_http(host: str, port: int) -> None:
    # In this process and not in workers of its own: one process to watch, and none that outlives it.
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=512,
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
