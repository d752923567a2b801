"""Owns the front of the web process: health checks and the tracking API first, Django for everything else."""

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
django.setup(set_prefix=False)

# They need the apps that the line above has loaded.
from regulars.base.jobs.readiness import reasons_not_ready  # noqa: E402
from regulars.base.web import uploads  # noqa: E402
from regulars.base.web.assets import serve_asset  # noqa: E402
from regulars.base.web.bodies import bounded  # noqa: E402
from regulars.base.web.forwarded import Proxies  # noqa: E402
from regulars.collect.api.asgi import intake  # noqa: E402
from regulars.collect.api.wire import PATHS  # noqa: E402

PAGES_AT_ONCE = 32
THREADS_KEPT = 4
"""So many threads stay with an open connection to the database: opening one takes longer than most queries."""
proxies = Proxies(settings.TRUSTED_PROXIES)
uploads.sweep()


class Pages(ASGIHandler):
    """Django with so many threads at most: each answers one request and has a connection to the database.

    Who has not sent all of a body yet takes nobody's turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self.turns = asyncio.Semaphore(PAGES_AT_ONCE)
        self.resting: list[ThreadPoolExecutor] = []
        self.is_loading = False
        self.is_visited = asyncio.Event()
        self.at_work = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        thread = self.thread()
        self.at_work += 1
        try:
            async with ThreadSensitiveContext(executor=thread):
                await super().__call__(scope, receive, send)
        finally:
            self.at_work -= 1
            self.is_visited.set()
            # A page that nobody waits for any more goes on in its thread; only then comes this.
            rested = asyncio.get_running_loop().run_in_executor(thread, lambda: None)
            rested.add_done_callback(lambda _: self.rest(thread))

    async def prepare(self, rehearse: Callable[[], None], ask_lake: Callable[[], None]) -> None:
        """Load what pages need before anybody asks for one; until then this process is not ready.

        What the lake needs is loaded after the first page was answered.
        """
        self.is_loading = True
        try:
            await self.in_thread(rehearse)
        finally:
            self.is_loading = False
        await self.is_visited.wait()
        await self.in_thread(ask_lake)

    async def in_thread(self, work: Callable[[], None]) -> None:
        """Do it in one of the threads of pages."""
        thread = self.thread()
        try:
            await asyncio.get_running_loop().run_in_executor(thread, work)
        finally:
            self.rest(thread)

    def thread(self) -> ThreadPoolExecutor:
        """One that rests, or a new one."""
        return self.resting.pop() if self.resting else ThreadPoolExecutor(1, thread_name_prefix="page")

    def rest(self, thread: ThreadPoolExecutor) -> None:
        """Keep a thread for the next request, or end it."""
        if len(self.resting) < THREADS_KEPT:
            self.resting.append(thread)
            return
        thread.submit(connections.close_all)
        thread.shutdown(wait=False)

    async def run_get_response(self, request: Any) -> Any:
        async with self.turns:
            return await super().run_get_response(request)


pages: Any = Pages()
# One thread, so that checks share one connection and never wait behind a page.
checker = ThreadPoolExecutor(1, thread_name_prefix="ready")


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The tracking API gets its paths, and the lifespan, to open and to finish what they were told."""
    if scope["type"] != "http":
        await intake(scope, receive, send)
        return
    scope = proxies.believed(scope)
    path = scope["path"]
    if path.startswith(PATHS):
        await intake(scope, receive, send)
    elif path.startswith("/static/"):
        await serve_asset(scope, send)
    elif path == "/healthz":
        await answer(send, 200, b"text/plain", b"ok")
    elif path == "/readyz":
        await answer_ready(send)
    elif uploads.is_for(scope):
        await uploads.take(scope, receive, send, pages)
    else:
        with bounded(receive) as limited:
            await pages(scope, limited, send)


async def answer_ready(send: ASGISendCallable) -> None:
    loop = asyncio.get_running_loop()
    loading = ["pages: not loaded yet"] if pages.is_loading else []
    reasons = [*loading, *await loop.run_in_executor(checker, reasons_not_ready, ("road",))]
    body = json.dumps({"ready": not reasons, "reasons": reasons}).encode()
    await answer(send, 503 if reasons else 200, b"application/json", body)


async def answer(send: ASGISendCallable, status: int, content_type: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})
