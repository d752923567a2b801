"""Turns items of the Segment tracking API into Facts, and says why where it cannot. Pure.

The wire format is described at https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/.
This is the hot path: shapes and lengths are checked by msgspec while it decodes.
"""

import secrets
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec

from regulars.unify.facts.fact import Fact, Kind, encode, time_flags
from regulars.unify.facts.normalize import timestamp

from .errors import EVENT_BYTES, IDENTIFIER, MESSAGE_ID, ItemRefused
from .opening import REPLACEMENT, Object, Opened, as_object

Id = Annotated[str, msgspec.Meta(max_length=IDENTIFIER)] | int | float | None
MessageId = Annotated[str, msgspec.Meta(max_length=MESSAGE_ID)] | int | None
Time = str | int | float | None
# What msgspec says where a value was to be neither list nor object any more.
DEEPEST = "`bool | int | float | str | null`"

IDENTIFY, TRACK, PAGE, SCREEN, GROUP, ALIAS = (
    kind.value for kind in (Kind.IDENTIFY, Kind.TRACK, Kind.PAGE, Kind.SCREEN, Kind.GROUP, Kind.ALIAS)
)
KINDS = frozenset({IDENTIFY, TRACK, PAGE, SCREEN, GROUP, ALIAS})
HOUSEHOLD = "household"
# The road makes these itself, or they name groups: nobody is one of them.
RESERVED = frozenset({"row", "company", HOUSEHOLD})


class Item(msgspec.Struct, rename="camel"):
    """One call as it came."""

    type: str | None = None
    message_id: MessageId = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: str | None = None
    name: str | int | None = None
    category: str | int | None = None
    timestamp: Time = None
    original_timestamp: Time = None
    sent_at: Time = None
    traits: Object = None
    properties: Object = None
    context: Object = None


class OpenFact(Fact, omit_defaults=True):
    """A Fact whose objects are still values; encoded it is the same."""

    traits: dict[str, Any] = {}  # type: ignore[assignment]
    properties: dict[str, Any] = {}  # type: ignore[assignment]
    context: dict[str, Any] = {}  # type: ignore[assignment]


class Surroundings(msgspec.Struct, frozen=True):
    """What an item takes from its request; `sent_at` and `received_at` in µs since 1970 UTC."""

    kind: str
    received_at: int
    sent_at: int | None
    context: dict[str, Any]
    is_repaired: bool


decode_item = msgspec.json.Decoder(Item).decode


def surroundings(opened: Opened, received_at: int) -> Surroundings:
    """What holds for every item of a request; a time of sending that is no time does not count."""
    sent_at = timestamp(opened.sent_at) if is_id(opened.sent_at) else None
    return Surroundings(opened.kind, received_at, sent_at, opened.context, opened.is_repaired)


def to_fact(raw: bytes, around: Surroundings) -> OpenFact:
    """The fact that an item states. Raises ItemRefused."""
    item = read_item(raw)
    kind = around.kind or item.type or ""
    occurred_at = occurred(item, around)
    context = as_object(item.context)
    if around.context:
        context = {**around.context, **context}
    fact = OpenFact(
        kind,
        message_id(item),
        occurred_at,
        identifiers(item, context),
        context=context,
        flags=time_flags(occurred_at, around.received_at),
    )
    if kind == TRACK:
        say_event(fact, item)
    else:
        say_other(fact, item)
    if around.is_repaired:
        check_characters(fact)
    return fact


def read_item(raw: bytes) -> Item:
    if len(raw) > EVENT_BYTES:
        raise ItemRefused("event_too_large")
    try:
        return decode_item(raw)
    except RecursionError as error:
        raise ItemRefused("too_deep") from error
    except msgspec.DecodeError as error:
        raise ItemRefused("too_deep" if DEEPEST in str(error) else "invalid_item", str(error)) from error


def occurred(item: Item, around: Surroundings) -> int:
    """receivedAt − (sentAt − originalTimestamp): the client's clock may be wrong, the time between is not."""
    original = item.timestamp if item.original_timestamp is None else item.original_timestamp
    if original is None:
        return around.received_at
    moment = timestamp(original)
    if moment is None:
        raise ItemRefused("invalid_timestamp")
    sent_at = around.sent_at if item.sent_at is None else timestamp(item.sent_at)
    return moment if sent_at is None else around.received_at - sent_at + moment


def message_id(item: Item) -> str:
    given = item.message_id
    return given if isinstance(given, str) and given else id_text(given) or secrets.token_hex(16)


def id_text(value: Id) -> str:
    """An id as text; a whole number has no decimals, whichever way JSON wrote it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else str(value)


def is_id(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def identifiers(item: Item, context: dict[str, Any]) -> list[tuple[str, str]]:
    """Whom the item is about, as found. Raises ItemRefused where it is about nobody."""
    found: list[tuple[str, str]] = []
    # A number can be 0, an empty text is no id.
    if item.user_id is not None and item.user_id != "":
        found.append(("user_id", id_text(item.user_id)))
    if item.anonymous_id is not None and item.anonymous_id != "":
        found.append(("anonymous_id", id_text(item.anonymous_id)))
    if item.previous_id is not None and item.previous_id != "":
        found.append(("anonymous_id", id_text(item.previous_id)))
    if "traits" in context or "externalIds" in context:
        found += context_identifiers(context)
    if not found:
        raise ItemRefused("no_user_anon_id")
    return found


def context_identifiers(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What context.traits and context.externalIds identify."""
    traits, external_ids = context.get("traits"), context.get("externalIds")
    named: list[tuple[Any, Any]] = []
    if isinstance(traits, dict):
        named += [(type_, traits.get(type_)) for type_ in ("email", "phone")]
    for external in external_ids if isinstance(external_ids, list) else ():
        if isinstance(external, dict) and external.get("collection", "users") == "users":
            named.append((external.get("type"), external.get("id")))
    for type_, value in named:
        if isinstance(type_, str) and type_ not in RESERVED and is_id(value) and value != "":
            yield type_, checked_length(id_text(value))


def checked_length(text: str) -> str:
    if len(text) > IDENTIFIER:
        raise ItemRefused("id_too_long")
    return text


def say_event(fact: OpenFact, item: Item) -> None:
    if not item.event:
        raise ItemRefused("no_event")
    fact.event = item.event
    fact.properties = as_object(item.properties)


def say_other(fact: OpenFact, item: Item) -> None:
    """Fill in what calls other than track say. Raises ItemRefused."""
    if fact.kind == IDENTIFY:
        fact.traits = as_object(item.traits)
    elif fact.kind in {PAGE, SCREEN}:
        say_page(fact, item)
    elif fact.kind == GROUP:
        say_group(fact, item)
    elif fact.kind != ALIAS:
        raise ItemRefused("unknown_type")
    elif not (item.previous_id or item.anonymous_id):
        raise ItemRefused("no_previous_id")


def say_page(fact: OpenFact, item: Item) -> None:
    """A page's name is its event; its category, if it has one, is a property."""
    properties = as_object(item.properties)
    name = item.name or properties.get("name")
    fact.event = name if isinstance(name, str) else ""
    fact.properties = properties if item.category is None else {"category": item.category, **properties}


def say_group(fact: OpenFact, item: Item) -> None:
    fact.traits = as_object(item.traits)
    fact.group = id_text(item.group_id)
    if not fact.group:
        raise ItemRefused("no_group_id")
    fact.group_kind = HOUSEHOLD if HOUSEHOLD in {str(fact.traits.get(key)) for key in ("kind", "type")} else "company"


def encoded(fact: OpenFact) -> bytes:
    """The fact as it goes into the inbox. One is encoded before the next is read, so little memory is touched."""
    try:
        return encode(fact)
    except OverflowError as error:
        raise ItemRefused("number_too_large") from error


def check_characters(fact: Fact) -> None:
    """After a repair two ids could look the same that were not. Raises ItemRefused."""
    if any(REPLACEMENT in text for text in (fact.message_id, fact.group, *(value for _, value in fact.identifiers))):
        raise ItemRefused("invalid_characters")
