"""The tracking API as an ASGI application in front of Django: recognise, open, convert, make durable, answer."""

import asyncio
import gc
import logging
from http import HTTPStatus

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, HTTPScope, Scope

from regulars.base.fields.moments import now
from regulars.unify.facts.errors import InboxFull, NotStored
from regulars.unify.facts.fact import Lane, encode
from regulars.unify.facts.inbox import Rejection, Request
from regulars.unify.facts.statement import SourceRef

from .answers import (
    FULL_SECONDS,
    MAY_ASK,
    NOT_STORED_SECONDS,
    SUCCESS,
    Answer,
    as_image,
    json_answer,
    overload,
    refusal,
    send_answer,
)
from .commit import WAITING_LIMIT, GroupCommit
from .errors import ClientGone, ItemRefused, Refused
from .keys import Keys
from .opening import Opened, open_body
from .pixel import open_pixel
from .reject import Quota, Seldom, rejection, sort_items
from .sdk import rudderstack_config, segment_settings
from .wire import (
    CONFIG,
    METHODS,
    METRICS,
    PIXEL,
    PIXELS,
    PREFLIGHT,
    SETTINGS,
    Headers,
    body_limit,
    header_key,
    read_body,
    route,
    settings_key,
)

BODY_SECONDS = 20.0
READ_BYTES = 128 * 1024 * 1024
"""What all bodies may have together while they are read."""
READY = {PREFLIGHT: MAY_ASK, METRICS: SUCCESS}
ASKED = frozenset({SETTINGS, CONFIG})

Rows = tuple[Request | None, list[Rejection]]

logger = logging.getLogger(__name__)


class Intake:
    """Takes at most `limit` waiting facts, waits `body_seconds` for a body, and reads `read_bytes` of all at once."""

    def __init__(
        self, *, limit: int = WAITING_LIMIT, body_seconds: float = BODY_SECONDS, read_bytes: int = READ_BYTES
    ) -> None:
        self.limit = limit
        self.body_seconds = body_seconds
        self.read_bytes = read_bytes
        self.held_bytes = 0

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
        self.seldom, self.quota = Seldom(), Quota()
        # What is loaded by now stays; without it in view the collector's passes are short.
        gc.collect()
        gc.freeze()

    async def shutdown(self) -> None:
        """Write what is left; no request may come after this."""
        await self.commit.close()

    async def answer(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            answer = await self.serve(scope, receive)
        except ClientGone:
            return
        except Refused as refused:
            answer = refusal(refused)
        except InboxFull:
            answer = refusal(overload(HTTPStatus.TOO_MANY_REQUESTS, "inbox_full", FULL_SECONDS))
        except NotStored:
            answer = refusal(overload(HTTPStatus.SERVICE_UNAVAILABLE, "not_stored", NOT_STORED_SECONDS))
        except Exception:
            logger.exception("a request of the tracking API failed")
            answer = refusal(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error"))
        shows = scope["path"] in PIXELS and scope["method"] in METHODS[PIXEL]
        await send_answer(send, as_image(answer) if shows else answer)

    async def serve(self, scope: HTTPScope, receive: ASGIReceiveCallable) -> Answer:
        """Return when what came is durable. Raises Refused, ClientGone, InboxFull, NotStored."""
        call, headers = route(scope), dict(scope["headers"])
        if call in READY:
            return READY[call]
        if call in ASKED:
            return await self.settings(call, scope, headers)
        # `read` has ended before the disk is waited for: what was parsed is freed while it is still in the cache.
        request, rejections = await self.read(call, scope, headers, receive)
        kept = self.quota.kept(rejections)
        if request is not None or kept:
            await self.commit.put(request, kept)
        return SUCCESS

    async def read(self, call: str, scope: HTTPScope, headers: Headers, receive: ASGIReceiveCallable) -> Rows:
        received_at = now()
        key = header_key(scope, headers)
        source = await self.keys.source(key) if key else None
        said = b""
        try:
            said = await self.said(call, scope, headers, receive)
            opened = open_pixel(PIXELS[scope["path"]], said, headers) if call == PIXEL else open_body(call, said)
            if source is None:
                source = await self.keys.source(opened.write_key)
            check_use(call, source)
        except Refused as refused:
            if source is not None:
                await self.show(refused, said, source.id, received_at)
            raise
        return to_rows(opened, source.id, received_at, self.seldom)

    async def settings(self, call: str, scope: HTTPScope, headers: Headers) -> Answer:
        """What an SDK in a page or an app asks for first; a trusted source's key has no place there."""
        key = settings_key(scope["path"]) or header_key(scope, headers)
        source = await self.keys.find(key)
        if source is None:
            raise Refused(HTTPStatus.NOT_FOUND, "invalid_write_key")
        if not source.is_public and self.seldom.is_due(source.id, "key_in_public", at := now()):
            await self.show(ItemRefused("key_in_public"), b"", source.id, at)
        said = segment_settings(scope, key) if call == SETTINGS else rudderstack_config(source.id, key)
        return json_answer(HTTPStatus.OK, encode(said), (b"cache-control", b"private, max-age=60"))

    async def show(self, reason: Refused | ItemRefused, body: bytes, source: int, at: int) -> None:
        """Nobody should have to guess why nothing arrives."""
        if kept := self.quota.kept([rejection(body, reason, source=source, at=at)]):
            await self.commit.put(None, kept)

    async def said(self, call: str, scope: HTTPScope, headers: Headers, receive: ASGIReceiveCallable) -> bytes:
        """The body; a pixel without one says it in its address. Raises Refused, ClientGone, InboxFull."""
        mine = 0

        async def counted() -> ASGIReceiveEvent:
            nonlocal mine
            event = await receive()
            if event["type"] == "http.request":
                mine += len(event["body"])
                self.held_bytes += len(event["body"])
                if self.held_bytes > self.read_bytes:
                    raise InboxFull
            return event

        try:
            async with asyncio.timeout(self.body_seconds):
                body = await read_body(headers, counted, body_limit(call))
        except TimeoutError as error:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "request_timeout") from error
        finally:
            self.held_bytes -= mine
        return body if body or call != PIXEL else scope["query_string"]


def check_use(call: str, source: SourceRef) -> None:
    """A trusted source's key has no place in a pixel. Raises Refused."""
    if call == PIXEL and not source.is_public:
        raise Refused(HTTPStatus.FORBIDDEN, "key_not_public")


def to_rows(opened: Opened, source: int, received_at: int, seldom: Seldom) -> Rows:
    """What of a request goes into the inbox, and what was refused of it."""
    facts, rejections = sort_items(opened, source=source, received_at=received_at, seldom=seldom)
    request = Request(Lane.LIVE, source, 0, received_at, len(facts), encode(facts)) if facts else None
    return request, rejections


intake = Intake()
