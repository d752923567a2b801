"""What comes over the wire: which call, whose key, and a body whose size and time are bounded."""

import binascii
import zlib
from base64 import b64decode
from functools import lru_cache
from http import HTTPStatus

from asgiref.typing import ASGIReceiveCallable, HTTPScope

from .errors import BODY_BYTES, EVENT_BYTES, ClientGone, Refused

Headers = dict[bytes, bytes]

CALLS = {f"/v1/{call}": call for call in ("batch", "identify", "track", "page", "screen", "group", "alias")}
GZIP = 16 + zlib.MAX_WBITS
NO_KEY = ""


def route(scope: HTTPScope) -> str:
    """The call that is made. Raises Refused."""
    call = CALLS.get(scope["path"])
    if call is None:
        raise Refused(HTTPStatus.NOT_FOUND, "not_found")
    if scope["method"] != "POST":
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", (b"allow", b"POST"))
    return call


@lru_cache(maxsize=1024)
def basic_user(authorization: bytes) -> str | None:
    """The user name of a Basic header, with or without its colon; None for another scheme, "" if unreadable."""
    scheme, _, credentials = authorization.partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        return b64decode(credentials.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return NO_KEY


def body_limit(call: str) -> int:
    """Bytes that the body of a call may have, before and after inflating."""
    return BODY_BYTES if call == "batch" else EVENT_BYTES


async def read_body(headers: Headers, receive: ASGIReceiveCallable, limit: int) -> bytes:
    """The body, inflated. Raises Refused, ClientGone."""
    encoding = headers.get(b"content-encoding", b"identity").strip().lower()
    if encoding not in {b"identity", b"gzip", b"x-gzip"}:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_encoding", (b"accept-encoding", b"gzip"))
    body = await read_bytes(receive, limit)
    return body if encoding == b"identity" else inflate(body, limit)


async def read_bytes(receive: ASGIReceiveCallable, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit
    while True:
        event = await receive()
        if event["type"] != "http.request":
            raise ClientGone
        parts.append(event["body"])
        left -= len(event["body"])
        if left < 0:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large")
        if not event.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def inflate(body: bytes, limit: int) -> bytes:
    """The data of one gzip member; never more than `limit` bytes are inflated. Raises Refused."""
    stream = zlib.decompressobj(wbits=GZIP)
    try:
        inflated = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_gzip") from error
    if len(inflated) > limit:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large")
    if not stream.eof or stream.unused_data:
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_gzip")
    return inflated
