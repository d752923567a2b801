"""The pixel: an image whose address says what happened, for mails and pages without script."""

import binascii
import json
from base64 import urlsafe_b64decode
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from .errors import EVENT_BYTES, KEYS, Refused
from .opening import Opened, open_body
from .wire import Headers

FIELDS = frozenset(
    "type writeKey messageId userId anonymousId previousId groupId event name category"
    " timestamp originalTimestamp sentAt".split()
)
MOST_PARAMETERS = KEYS + len(FIELDS)


def open_pixel(call: str, said: bytes, headers: Headers) -> Opened:
    """The one item that a pixel's parameters (or a body of the same) state. Raises Refused."""
    if len(said) > EVENT_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large")
    item = from_json(said) if said.lstrip().startswith(b"{") else from_parameters(said, call)
    if isinstance(context := item.setdefault("context", {}), dict):
        item["context"] = {**page_context(headers), **context}
    return open_body(call or type_of(item), json.dumps(item).encode())


def type_of(item: dict[str, Any]) -> str:
    """What an item is that neither path nor parameters name: an event if it has one, else a page."""
    given = item.get("type")
    return given if isinstance(given, str) and given else "track" if item.get("event") else "page"


def from_parameters(said: bytes, call: str) -> dict[str, Any]:
    """Segment's `data` in base64, or one parameter a field; what is no field is a property, or a trait."""
    try:
        given = dict(parse_qsl(said.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_request") from error
    item: dict[str, Any] = from_json(from_base64(given.pop("data"))) if "data" in given else {}
    item |= {name: value for name, value in given.items() if name in FIELDS}
    rest = {name: value for name, value in given.items() if name not in FIELDS}
    place = "traits" if (call or type_of(item)) in {"identify", "group"} else "properties"
    inner = item.get(place) or {}
    return item | {place: {**inner, **rest}} if rest and isinstance(inner, dict) else item


def from_base64(text: str) -> bytes:
    """Either alphabet, padded or not; a plus that nobody escaped has become a space. Raises Refused."""
    plain = text.strip().replace(" ", "-").replace("+", "-").replace("/", "_").rstrip("=")
    try:
        return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "malformed_json") from error


def from_json(text: bytes) -> dict[str, Any]:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "malformed_json") from error
    if not isinstance(item, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_request")
    return item


def page_context(headers: Headers) -> dict[str, Any]:
    """What a browser's headers tell of the page and of itself."""
    agent, page = (headers.get(name, b"").decode("latin-1") for name in (b"user-agent", b"referer"))
    return ({"userAgent": agent} if agent else {}) | ({"page": {"url": page}} if page else {})
