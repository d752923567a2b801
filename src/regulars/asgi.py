"""Owns the front of the web process: health checks and the tracking API first, Django for everything else."""

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.settings")
django_application: Any = get_asgi_application()

# They need the apps that the line above has loaded.
from regulars.base.jobs.readiness import reasons_not_ready  # noqa: E402
from regulars.base.web.assets import serve_asset  # noqa: E402
from regulars.collect.api.asgi import intake  # noqa: E402
from regulars.collect.api.wire import PATHS  # noqa: E402
from regulars.rest.bodies import bounded  # noqa: E402

# One thread, so that checks share one connection and never wait behind a page.
checker = ThreadPoolExecutor(1, thread_name_prefix="ready")


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The tracking API gets its paths, and the lifespan, to open and to finish what they were told."""
    if scope["type"] != "http":
        await intake(scope, receive, send)
        return
    path = scope["path"]
    if path.startswith(PATHS):
        await intake(scope, receive, send)
    elif path.startswith("/static/"):
        await serve_asset(scope, send)
    elif path == "/healthz":
        await answer(send, 200, b"text/plain", b"ok")
    elif path == "/readyz":
        await answer_ready(send)
    elif path.startswith("/api/"):
        await django_application(scope, bounded(receive), send)
    else:
        await django_application(scope, receive, send)


async def answer_ready(send: ASGISendCallable) -> None:
    loop = asyncio.get_running_loop()
    reasons = await loop.run_in_executor(checker, reasons_not_ready, ("road",))
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
