"""The shapes of the Segment tracking API, which msgspec checks while it decodes.

They are described at https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/.
"""

from collections.abc import Callable
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from .errors import DEPTH, IDENTIFIER, KEYS, MESSAGE_ID, NAME

Text = Annotated[str, msgspec.Meta(max_length=IDENTIFIER)]
Id = Text | int | float | None
MessageId = Annotated[str, msgspec.Meta(max_length=MESSAGE_ID)] | int | None
Name = Annotated[str, msgspec.Meta(max_length=NAME)]
Time = str | int | float | None
NULL = msgspec.Raw(b"null")
# What is not longer says nothing.
NOTHING = len(NULL)


def json_value(levels: int) -> Any:
    """The type of a JSON value that is nested at most so deep and whose integers have 64 bits."""
    integer: Any = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
    scalar = str | integer | float | bool | None
    if not levels:
        return scalar
    inner = json_value(levels - 1)
    return scalar | GenericAlias(dict, (str, inner)) | GenericAlias(list, (inner,))


# PHP writes an empty object as an empty list, which no other list may be.
if TYPE_CHECKING:
    Object = dict[str, Any] | None
else:
    Object = (
        Annotated[dict[str, json_value(DEPTH)], msgspec.Meta(max_length=KEYS)]
        | Annotated[list[Any], msgspec.Meta(max_length=0)]
        | None
    )
# What msgspec says where a value may be neither list nor object any more.
DEEPEST = "`bool | int | float | str | null`"


class Item(msgspec.Struct, rename="camel"):
    """One call. Its objects stay the bytes that came; `decode_object` checks them."""

    type: str | None = None
    message_id: MessageId = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: Name | None = None
    name: Name | int | None = None
    category: Name | int | None = None
    timestamp: Time = None
    original_timestamp: Time = None
    sent_at: Time = None
    traits: msgspec.Raw = NULL
    properties: msgspec.Raw = NULL
    context: msgspec.Raw = NULL
    integrations: msgspec.Raw = NULL


class Call(msgspec.Struct, rename="camel"):
    """What a single call says beside its item."""

    write_key: Any = None


class RoughBatch(msgspec.Struct, rename="camel"):
    """A batch whose items may be anything; its context and integrations hold for every one of them."""

    batch: list[msgspec.Raw]
    context: msgspec.Raw = NULL
    integrations: msgspec.Raw = NULL
    sent_at: Any = None
    write_key: Any = None


class Batch(RoughBatch, rename="camel"):
    """A batch of which every item has the right shape."""

    batch: list[Item]  # type: ignore[assignment]


class Named(msgspec.Struct, rename="camel"):
    """The message id of an item that may be anything otherwise."""

    message_id: Any = None


decode_call = msgspec.json.Decoder(Call).decode
decode_batch = msgspec.json.Decoder(Batch).decode
decode_rough = msgspec.json.Decoder(RoughBatch).decode
decode_item = msgspec.json.Decoder(Item).decode
decode_named = msgspec.json.Decoder(Named).decode
# Raises msgspec.ValidationError for what may not be stored.
decode_object: Callable[[msgspec.Raw], Object] = msgspec.json.Decoder(Object).decode


def is_id(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def id_text(value: Id) -> str:
    """An id as text; a whole number has no decimals, whichever way JSON wrote it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else str(value)
