"""A loopback proxy that refuses the first requests as a busy server would, then passes everything on unchanged."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@dataclass
class Flaky:
    """`refusals` are the statuses that come first; `asked` is what was asked for, and how it was answered."""

    to: str
    url: str = ""
    refusals: list[int] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        with self.lock:
            refusal = self.refusals.pop(0) if self.refusals else None
        if refusal is not None:
            self.asked.append((path, refusal))
            return refusal, b'{"success":false,"code":"busy","message":"Busy."}', {"Retry-After": "1"}
        answer = httpx.post(self.to + path, content=body, headers=headers, timeout=30)
        self.asked.append((path, answer.status_code))
        return answer.status_code, answer.content, {}


@contextmanager
def flaky(to: str, *refusals: int) -> Iterator[Flaky]:
    """A proxy in front of a server, until the end of the block."""
    proxy = Flaky(to, refusals=list(refusals))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection"}}
            status, content, extra = proxy.answer(self.path, body, kept)
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(content)),
                **extra,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
