"""Opens a body: whose it is, and what it holds. What can be repaired is."""

import json
import math
import re
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import msgspec

from .errors import CONTEXT_BYTES, Refused
from .items import NOTHING, Item, RoughBatch, decode_batch, decode_call, decode_object, decode_rough

BATCH = "batch"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REPLACEMENT = "\ufffd"
ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Opened(msgspec.Struct, frozen=True):
    """An opened body. `kind` is what its one item is, or "" for a batch, whose items say so themselves.

    `items` is None where they have to be read one by one, because one of them has not the right shape;
    `integrations` where they cannot be read.
    """

    kind: str
    body: bytes
    items: list[Item] | None
    write_key: Any
    context: dict[str, Any] = {}
    integrations: dict[str, Any] | None = {}
    sent_at: Any = None
    is_repaired: bool = False


def open_body(call: str, body: bytes) -> Opened:
    """Raises Refused where the body is no JSON object, or a batch has no list of events."""
    body = body.removeprefix(BYTE_ORDER_MARK)
    if not has_nul(body):
        # What msgspec cannot read, the repair may.
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return decode(call, body, is_repaired=False)
    return decode(call, repair(body), is_repaired=True)


def repaired(opened: Opened) -> Opened:
    """The same with broken text replaced, which shows only where it is read. Raises Refused."""
    return decode(opened.kind or BATCH, repair(opened.body), is_repaired=True)


def decode(call: str, body: bytes, *, is_repaired: bool) -> Opened:
    try:
        if call != BATCH:
            return Opened(call, body, None, decode_call(body).write_key, is_repaired=is_repaired)
        batch, items = decode_batch_or_rough(body)
        return Opened(
            "",
            body,
            items,
            batch.write_key,
            decode_context(batch.context),
            decode_integrations(batch.integrations),
            batch.sent_at,
            is_repaired,
        )
    except msgspec.ValidationError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_request") from error


def decode_batch_or_rough(body: bytes) -> tuple[RoughBatch, list[Item] | None]:
    try:
        batch = decode_batch(body)
    except msgspec.ValidationError:
        return decode_rough(body), None
    return batch, batch.batch


def decode_context(raw: msgspec.Raw) -> dict[str, Any]:
    """A batch's context is copied into each of its items, so it has to be small."""
    if len(raw) > CONTEXT_BYTES:
        raise Refused(HTTPStatus.BAD_REQUEST, "context_too_large")
    return decode_object(raw) or {}


def decode_integrations(raw: msgspec.Raw) -> dict[str, Any] | None:
    """A batch's integrations, which nothing needs so much that a batch should be lost for them."""
    if len(raw) <= NOTHING:
        return {}
    with suppress(msgspec.ValidationError):
        return decode_object(raw) or {} if len(raw) <= CONTEXT_BYTES else None
    return None


def pieces(opened: Opened) -> list[bytes]:
    """The items as the JSON that they came as."""
    return [opened.body] if opened.kind else [bytes(raw) for raw in decode_rough(opened.body).batch]


def has_nul(body: bytes) -> bool:
    """Whether the body holds an escaped NUL, which PostgreSQL's text cannot store."""
    # Most bodies hold no escapes, and to see that is forty times quicker than to look for NUL.
    return b"\\" in body and b"\\u0000" in body and ESCAPED_NUL.search(body) is not None


def repair(body: bytes) -> bytes:
    """The same JSON with only storable text and finite numbers. Raises Refused."""
    try:
        value = json.loads(body.decode(errors="replace"), strict=False)
        return json.dumps(storable(value), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "malformed_json") from error


def storable(value: Any) -> Any:
    """NUL and unpaired surrogates become U+FFFD, NaN and infinite numbers null."""
    match value:
        case str():
            return UNSTORABLE.sub(REPLACEMENT, value)
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {storable(key): storable(part) for key, part in value.items()}
        case list():
            return [storable(part) for part in value]
    return value
