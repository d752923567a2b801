"""What comes over the wire: which call, whose key, and a body whose size and time are bounded."""

import re
import zlib
from http import HTTPStatus
from urllib.parse import parse_qsl

from asgiref.typing import ASGIReceiveCallable, HTTPScope

from regulars.base.web.authorization import basic_user

from .errors import BODY_BYTES, EVENT_BYTES, ClientGone, Refused

Headers = dict[bytes, bytes]

KINDS = ("batch", "identify", "track", "page", "screen", "group", "alias")
METRICS, SETTINGS, CONFIG, PIXEL, PREFLIGHT = "metrics", "settings", "config", "pixel", "preflight"
CALLS = {f"/v1/{kind}": kind for kind in KINDS} | {f"/v1/{kind[0]}": kind for kind in KINDS}
# Older SDKs (Ruby, Java, Android, .NET) send their live batches as an import.
CALLS |= {"/v1/import": "batch", "/v1/m": METRICS}
# What RudderStack's SDK for pages asks first, and where its beacons go.
CALLS |= {"/beacon/v1/batch": "batch", "/sourceConfig": CONFIG, "/sourceConfig/": CONFIG}
METHODS = {SETTINGS: ("GET",), CONFIG: ("GET",), PIXEL: ("GET", "POST")}
PATHS = ("/v1/", "/projects/", "/beacon/", "/sourceConfig")
PIXELS = {"/v1/pixel": ""} | {f"/v1/pixel/{kind}": kind for kind in KINDS if kind != "batch"}
SETTINGS_PATH = re.compile(r"(?:/v1)?/projects/([^/]+)/settings")
GZIP = 16 + zlib.MAX_WBITS


def route(scope: HTTPScope) -> str:
    """What is asked for: a call, METRICS, SETTINGS, CONFIG, PIXEL or PREFLIGHT. Raises Refused."""
    path, method = scope["path"], scope["method"]
    call = CALLS.get(path)
    if call is not None and method == "POST" and call != CONFIG:
        return call
    if call is None:
        call = PIXEL if path in PIXELS else SETTINGS if SETTINGS_PATH.fullmatch(path) else None
    if call is None:
        raise Refused(HTTPStatus.NOT_FOUND, "not_found")
    methods = METHODS.get(call, ("POST",))
    if method != "OPTIONS" and method not in methods:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", (b"allow", ", ".join(methods).encode()))
    return PREFLIGHT if method == "OPTIONS" else call


def settings_key(path: str) -> str:
    """The write key in the path of SETTINGS."""
    found = SETTINGS_PATH.fullmatch(path)
    return found[1] if found else ""


def header_key(scope: HTTPScope, headers: Headers) -> str:
    """The write key outside the body: the Basic user, or for beacons, which have no headers, a parameter; else ""."""
    key = basic_user(headers.get(b"authorization", b""))
    if key or not scope["query_string"]:
        return key
    try:
        given = dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=20))
    except ValueError:
        return ""
    return given.get("writeKey", "")


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
