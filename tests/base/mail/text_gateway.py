"""A real gateway for text messages on loopback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl


@dataclass
class Asked:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def fields(self) -> dict[str, Any]:
        if self.headers["Content-Type"] == "application/json":
            found: dict[str, Any] = json.loads(self.body)
            return found
        return dict(parse_qsl(self.body))


@dataclass
class TextGateway:
    """What arrived; `status` is what it answers, with what it was sent; while `hangs` it does not answer at all."""

    port: int = 0
    status: int = 200
    location: str = ""
    hangs: bool = False
    over: Event = field(default_factory=Event)
    got: list[Asked] = field(default_factory=list)

    def address(self, rest: str = "", *, kind: str = "json") -> str:
        """The address that reaches it."""
        return f"{kind}://127.0.0.1:{self.port}/send{rest}"


@contextmanager
def text_gateway() -> Iterator[TextGateway]:
    """A gateway until the end of the block."""
    gateway = TextGateway()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            gateway.got.append(Asked(self.command, self.path, dict(self.headers), body))
            if gateway.hangs:
                gateway.over.wait(30)
            self.send_response(gateway.status)
            if gateway.location:
                self.send_header("Location", gateway.location)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET = do_PUT = answer  # noqa: N815 http.server calls them so

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 likewise
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield gateway
    finally:
        gateway.over.set()
        server.shutdown()
        server.server_close()
