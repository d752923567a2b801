"""The tracking API as an ASGI application in front of Django: recognise, open, convert, make durable, answer."""

import asyncio
import gc
import logging
from http import HTTPStatus

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from regulars.unify.facts.errors import InboxFull, NotStored
from regulars.unify.facts.fact import Lane, encode
from regulars.unify.facts.inbox import Rejection, Request
from regulars.unify.facts.services import now

from .commit import WAITING_LIMIT, GroupCommit
from .errors import ClientGone, Refused
from .keys import Keys
from .opening import Opened, open_body
from .reject import rejection, sort_items
from .wire import Headers, basic_user, body_limit, read_body, route

BODY_SECONDS = 20.0
SUCCESS = b'{"success":true}'

Rejections = list[Rejection]

logger = logging.getLogger(__name__)


class Intake:
    """Takes at most `limit` waiting facts, and waits `body_seconds` for a body."""

    def __init__(self, *, limit: int = WAITING_LIMIT, body_seconds: float = BODY_SECONDS) -> None:
        self.limit = limit
        self.body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Start, and at the end finish what has been told."""
        while (await receive())["type"] == "lifespan.startup":
            await self.startup()
            await send({"type": "lifespan.startup.complete"})
        await self.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    async def startup(self) -> None:
        """Get ready in the running event loop."""
        self.commit = GroupCommit(limit=self.limit)
        self.keys = Keys(self.commit.in_thread)
        # What is loaded by now stays; without it in view the collector's passes are short.
        gc.collect()
        gc.freeze()

    async def shutdown(self) -> None:
        """Write what is left; no request may come after this."""
        await self.commit.close()

    async def answer(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await self.serve(scope, receive)
        except ClientGone:
            return
        except Refused as refused:
            await respond(send, refused)
        except InboxFull:
            await respond(send, Refused(HTTPStatus.TOO_MANY_REQUESTS, "inbox_full", (b"retry-after", b"10")))
        except NotStored:
            await respond(send, Refused(HTTPStatus.SERVICE_UNAVAILABLE, "not_stored", (b"retry-after", b"5")))
        except Exception:
            logger.exception("a request of the tracking API failed")
            await respond(send, Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error"))
        else:
            await send_json(send, HTTPStatus.OK, SUCCESS)

    async def serve(self, scope: HTTPScope, receive: ASGIReceiveCallable) -> None:
        """Return when what came is durable. Raises Refused, ClientGone, InboxFull, NotStored."""
        # `read` has ended before the disk is waited for: what was parsed is freed while it is still in the cache.
        request, rejections = await self.read(route(scope), dict(scope["headers"]), receive)
        if request is not None or rejections:
            await self.commit.put(request, rejections)

    async def read(
        self, call: str, headers: Headers, receive: ASGIReceiveCallable
    ) -> tuple[Request | None, Rejections]:
        received_at = now()
        key = basic_user(headers.get(b"authorization", b""))
        source = None if key is None else await self.keys.source(key)
        body = b""
        try:
            body = await self.body(call, headers, receive)
            opened = open_body(call, body)
        except Refused as refused:
            if source is not None:
                # Nobody should have to guess why nothing arrives.
                await self.commit.put(None, [rejection(body, refused, source=source.id, at=received_at)])
            raise
        if source is None:
            source = await self.keys.source(opened.write_key)
        return to_rows(opened, source.id, received_at)

    async def body(self, call: str, headers: Headers, receive: ASGIReceiveCallable) -> bytes:
        try:
            async with asyncio.timeout(self.body_seconds):
                return await read_body(headers, receive, body_limit(call))
        except TimeoutError as error:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "request_timeout") from error


def to_rows(opened: Opened, source: int, received_at: int) -> tuple[Request | None, Rejections]:
    """What of a request goes into the inbox, and what was refused of it."""
    facts, rejections = sort_items(opened, source=source, received_at=received_at)
    request = Request(Lane.LIVE, source, 0, received_at, len(facts), encode(facts)) if facts else None
    return request, rejections


async def respond(send: ASGISendCallable, refused: Refused) -> None:
    """An error in the form that every SDK of this API can read."""
    body = {"success": False, "code": refused.code, "message": str(refused)}
    await send_json(send, refused.status, encode(body), *refused.headers)


async def send_json(send: ASGISendCallable, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    fixed = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": int(status), "headers": [*fixed, *headers], "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})


intake = Intake()
