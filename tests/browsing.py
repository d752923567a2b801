"""A real browser, and a shop's page on an origin of its own that loads the vendor's client."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def press(page: Page, key: str) -> None:
    """Press a key once the page's scripts hear it: a page that is seen may still wait for them."""
    page.wait_for_load_state()
    page.keyboard.press(key)


@contextmanager
def chromium(require: Callable[[str], Path]) -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(require("chromium")), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serving_files(**files: Path) -> Iterator[str]:
    """The address of a server on another port, and so another origin; `/name` is the file of that name."""
    kinds = {".js": "text/javascript", ".html": "text/html"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = files.get(self.path.partition("?")[0].strip("/").replace(".", "_"))
            content = b"" if path is None else path.read_bytes()
            self.send_response(404 if path is None else 200)
            self.send_header("Content-Type", "text/plain" if path is None else kinds[path.suffix])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
