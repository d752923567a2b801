"""Takes a large file to a page that says it takes one: past the bounds of other bodies, straight to disk.

Before a byte of the file is kept the page itself is asked, through all that stands before it (sign-in, CSRF,
permission), with the fields that precede the file in the form. Then the file is streamed to one of our own in the data
folder, and the page is called with it.
"""

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar, cast
from urllib.parse import urlencode

from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, ASGISendEvent, HTTPScope
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from regulars.base.web.bodies import MOST_READ
from regulars.base.web.multipart import Form, Head, MalformedError, boundary_of

MOST_BYTES = 2 * 1024**3
AT_ONCE = 4
"""Files that one process takes at the same time; who comes then is asked to try again."""
SECONDS = 30.0
"""How long a sender may be silent."""
SLOWEST = 4 << 10
"""Bytes a second that a sender must reach on the whole, once a minute has passed."""
BLOCK = 1 << 20
SPARE = 256 << 20
"""Bytes of disk that no upload takes."""
FOLDER = "uploads"
KEY = "regulars.upload"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Pages = Callable[[Any, Any, Any], Awaitable[None]]


class Refusal(StrEnum):
    """Why a file was not taken although it may come."""

    BUSY = "busy"
    TOO_LARGE = "too_large"
    FULL = "full"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has come: a path that is the page's to move, or (in tests) its content; or why it has not."""

    name: str = ""
    content: Path | BinaryIO | None = None
    refusal: Refusal | None = None


@dataclass(slots=True)
class Asking:
    """The page is asked whether a file may come; it says so here."""

    is_welcome: bool = False


@dataclass(slots=True)
class Sent:
    """An answer of the page, kept until it is known whether it is for the sender."""

    messages: list[ASGISendEvent] = field(default_factory=list)

    async def __call__(self, message: ASGISendEvent) -> None:
        self.messages.append(message)


def takes_file(view: View) -> View:
    """Declares that a page takes a large file. Stands below what guards the page; `uploaded` gives it the file."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asking = getattr(request, "scope", {}).get(KEY)
        if isinstance(asking, Asking):
            asking.is_welcome = True
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)

    inner.takes_file = True  # type: ignore[attr-defined]
    return inner  # type: ignore[return-value]


def uploaded(request: HttpRequest, name: str = "file") -> Upload:
    """The file that came with a form."""
    upload = getattr(request, "scope", {}).get(KEY)
    if isinstance(upload, Upload):
        return upload
    file = request.FILES.get(name)
    return Upload() if file is None or file.file is None else Upload(file.name or "", cast(BinaryIO, file.file))


def is_for(scope: HTTPScope) -> bool:
    """Whether this request brings a form to a page that takes files."""
    if scope["method"] != "POST" or not header(scope, b"content-type").startswith("multipart/form-data"):
        return False
    try:
        return getattr(resolve(scope["path"]).func, "takes_file", False)
    except Resolver404:
        return False


def header(scope: HTTPScope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


_taking = 0


async def take(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable, pages: Pages) -> None:
    """Ask the page, keep the file, call the page with it. Who leaves on the way is answered nothing."""
    body = Body(receive)
    form, head = await begun(scope, body)
    if body.has_left:
        return
    asking, said = Asking(), Sent()
    await call(pages, scope, asking, head, said)
    if asking.is_welcome:
        said = Sent()
        upload = Upload(refusal=Refusal.BROKEN) if form is None else await kept(scope, form, head)
        try:
            if not body.has_left:
                await call(pages, scope, upload, head, said)
        finally:
            forget(upload)
    await body.drain()
    if not body.has_left:
        for message in said.messages:
            await send(message)


async def begun(scope: HTTPScope, body: "Body") -> tuple[Form | None, Head]:
    """The form and what stands before its file; no form where there is none."""
    try:
        form = Form(boundary_of(header(scope, b"content-type")), body.pull)
        return form, await form.head()
    except MalformedError:
        return None, Head()


async def kept(scope: HTTPScope, form: Form, head: Head) -> Upload:
    """The file on disk, or why not."""
    global _taking  # noqa: PLW0603 one count a process
    size = int(header(scope, b"content-length") or 0)
    if size > MOST_BYTES:
        return Upload(head.filename, refusal=Refusal.TOO_LARGE)
    if shutil.disk_usage(settings.DATA).free < size + SPARE:
        return Upload(head.filename, refusal=Refusal.FULL)
    if _taking >= AT_ONCE:
        return Upload(head.filename, refusal=Refusal.BUSY)
    _taking += 1
    try:
        return await written(form, head.filename)
    finally:
        _taking -= 1


async def written(form: Form, name: str) -> Upload:
    path = folder() / f"{os.getpid()}-{secrets.token_hex(8)}"
    try:
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            refusal = await stream(form, file)
    except MalformedError:
        path.unlink()
        return Upload(name, refusal=Refusal.BROKEN)
    except BaseException:
        path.unlink()
        raise
    if refusal:
        path.unlink()
        return Upload(name, refusal=refusal)
    return Upload(name, path)


async def stream(form: Form, file: IO[bytes]) -> Refusal | None:
    """Why it could not all be kept: others may take room too, and not every sender says how much is to come.

    Raises MalformedError where it is cut off.
    """
    held, size = bytearray(), 0
    async for piece in form.content():
        held += piece
        size += len(piece)
        if size > MOST_BYTES:
            return Refusal.TOO_LARGE
        if len(held) >= BLOCK:
            if shutil.disk_usage(settings.DATA).free < SPARE:
                return Refusal.FULL
            await asyncio.to_thread(file.write, bytes(held))
            held.clear()
    await asyncio.to_thread(finish, file, bytes(held))
    return None


def finish(file: IO[bytes], rest: bytes) -> None:
    file.write(rest)
    file.flush()
    os.fsync(file.fileno())


class Body:
    """What a sender says, while they go on saying it fast enough."""

    def __init__(self, receive: ASGIReceiveCallable) -> None:
        self.receive = receive
        self.began = time.monotonic()
        self.read = 0
        self.is_whole = self.has_left = False

    async def pull(self) -> bytes:
        """The next bytes; none at the end, or when the sender has left or is too slow."""
        while not (self.is_whole or self.has_left):
            message = await self.heard()
            if message["type"] != "http.request":
                self.has_left = True
                return b""
            self.is_whole = not message.get("more_body", False)
            got: bytes = message.get("body", b"")
            self.read += len(got)
            elapsed = time.monotonic() - self.began
            self.has_left = elapsed > 60 and self.read < elapsed * SLOWEST
            if got:
                return got
        return b""

    async def heard(self) -> ASGIReceiveEvent:
        try:
            async with asyncio.timeout(SECONDS):
                return await self.receive()
        except TimeoutError:
            return {"type": "http.disconnect"}

    async def drain(self) -> None:
        """Hear the rest out, so that browsers read the answer; whoever has much more to say is answered at once."""
        left = MOST_READ
        while left > 0 and (got := await self.pull()):
            left -= len(got)


async def call(pages: Pages, scope: HTTPScope, what: Asking | Upload, head: Head, send: Sent) -> None:
    """The page, with the fields as a plain form and `what` beside it."""
    body = urlencode(head.fields).encode()
    messages: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if messages:
            return messages.pop()
        return await asyncio.Event().wait()

    replaced = {b"content-type", b"content-length", b"transfer-encoding"}
    headers = [(key, value) for key, value in scope["headers"] if key.lower() not in replaced]
    headers += [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"%d" % len(body))]
    await pages({**scope, "headers": headers, KEY: what}, receive, send)


def folder() -> Path:
    """Where files lie until their page has moved them."""
    here = Path(settings.DATA) / FOLDER
    here.mkdir(mode=0o700, exist_ok=True)
    return here


def forget(upload: Upload) -> None:
    """Delete what the page has left lying."""
    if isinstance(upload.content, Path):
        upload.content.unlink(missing_ok=True)


def sweep() -> None:
    """Delete what processes that are gone were taking."""
    here = Path(settings.DATA) / FOLDER
    for path in here.iterdir() if here.exists() else ():
        owner = path.name.partition("-")[0]
        if not (owner.isdecimal() and is_alive(int(owner))):
            path.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    """Whether another process of this number runs."""
    if process == os.getpid():
        return False
    with suppress(OSError):
        os.kill(process, 0)
        return True
    return False
