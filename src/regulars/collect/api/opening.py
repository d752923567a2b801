"""Opens a body: whose it is, and its items as single pieces of JSON. What can be repaired is."""

import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from .errors import CONTEXT_BYTES, DEPTH, KEYS, Refused

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REPLACEMENT = "\ufffd"
ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def json_value(levels: int) -> Any:
    """The type of a JSON value nested at most so deep, so that decoding it checks the depth at no cost."""
    scalar: Any = str | int | float | bool | None
    if not levels:
        return scalar
    inner = json_value(levels - 1)
    return scalar | GenericAlias(dict, (str, inner)) | GenericAlias(list, (inner,))


# PHP writes an empty object as an empty list.
if TYPE_CHECKING:
    Object = dict[str, Any] | list[Any] | None
else:
    Object = (
        Annotated[dict[str, json_value(DEPTH)], msgspec.Meta(max_length=KEYS)]
        | Annotated[list[Any], msgspec.Meta(max_length=0)]
        | None
    )


class Call(msgspec.Struct, rename="camel"):
    """What a single call says beside its item."""

    write_key: Any = None


class Batch(msgspec.Struct, rename="camel"):
    """A batch; its context holds for every item."""

    batch: list[msgspec.Raw]
    context: msgspec.Raw = msgspec.Raw(b"null")
    sent_at: Any = None
    write_key: Any = None


class Opened(msgspec.Struct, frozen=True):
    """An opened body. `kind` is what every item is, or "" where each says so itself."""

    kind: str
    items: list[bytes] | list[msgspec.Raw]
    write_key: Any
    context: dict[str, Any] = {}
    sent_at: Any = None
    is_repaired: bool = False


decode_call = msgspec.json.Decoder(Call).decode
decode_batch = msgspec.json.Decoder(Batch).decode
decode_object: Callable[[msgspec.Raw], Object] = msgspec.json.Decoder(Object).decode


def open_body(call: str, body: bytes) -> Opened:
    """Raises Refused where the body is no JSON object, or a batch has no list of events."""
    body = body.removeprefix(BYTE_ORDER_MARK)
    if is_text(body):
        # What msgspec cannot read, the repair may.
        with suppress(msgspec.DecodeError, RecursionError):
            return decode(call, body, is_repaired=False)
    return decode(call, repair(body), is_repaired=True)


def decode(call: str, body: bytes, *, is_repaired: bool) -> Opened:
    try:
        if call != "batch":
            return Opened(call, [body], decode_call(body).write_key, is_repaired=is_repaired)
        batch = decode_batch(body)
        context = decode_context(batch.context)
    except msgspec.ValidationError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "invalid_request") from error
    return Opened("", batch.batch, batch.write_key, context, batch.sent_at, is_repaired)


def decode_context(raw: msgspec.Raw) -> dict[str, Any]:
    """A batch's context is copied into each of its items, so it has to be small."""
    if len(raw) > CONTEXT_BYTES:
        raise Refused(HTTPStatus.BAD_REQUEST, "context_too_large")
    return as_object(decode_object(raw))


def as_object(value: Object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def is_text(body: bytes) -> bool:
    """Whether the body is UTF-8 and holds no escaped NUL, which PostgreSQL's text cannot store."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    # Most bodies hold no escapes, and to see that is forty times quicker than to look for NUL.
    return b"\\" not in body or b"\\u0000" not in body or ESCAPED_NUL.search(body) is None


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
