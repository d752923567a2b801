"""Turns items of the Segment tracking API into Facts, and says why where it cannot. Pure.

The wire format is described at https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/.
"""

import secrets
from collections.abc import Iterator
from typing import Any

import msgspec

from regulars.unify.facts.fact import Fact, Kind, encode, time_flags
from regulars.unify.facts.normalize import timestamp

from .errors import DEPTH, EVENT_BYTES, IDENTIFIER, KEYS, MESSAGE_ID, ItemRefused
from .opening import REPLACEMENT, Object, Opened, is_deep

Id = str | int | float | None
Time = str | int | float | None
Identifiers = list[tuple[str, str]]

KINDS = frozenset(kind.value for kind in Kind) - {Kind.DECISION.value}
WITH_TRAITS = frozenset({Kind.IDENTIFY.value, Kind.GROUP.value})
NAMED_PAGES = frozenset({Kind.PAGE.value, Kind.SCREEN.value})
HOUSEHOLD = "household"
# Made by the road itself, or about groups: nobody is one of these.
RESERVED = frozenset({"row", "company", "household"})
NOTHING = msgspec.Raw(b"")


class Item(msgspec.Struct, rename="camel"):
    """One call as it came."""

    type: str | None = None
    message_id: Id = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    event: str | None = None
    name: Any = None
    category: Any = None
    timestamp: Time = None
    original_timestamp: Time = None
    sent_at: Time = None
    traits: Object = None
    properties: Object = None
    context: Object = None


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


def to_fact(raw: bytes, around: Surroundings) -> Fact:
    """The fact that an item states. Raises ItemRefused."""
    item = read_item(raw)
    kind = around.kind or item.type or ""
    if kind not in KINDS:
        raise ItemRefused("unknown_type")
    context = as_object(item.context)
    if around.context:
        context = {**around.context, **context}
    said = as_object(item.traits if kind in WITH_TRAITS else item.properties)
    if len(said) > KEYS:
        raise ItemRefused("too_many_keys")
    occurred_at = occurred(item, around)
    fact = Fact(
        kind,
        message_id(item),
        occurred_at,
        identifiers(item, context),
        flags=time_flags(occurred_at, around.received_at),
    )
    say(fact, item, said)
    if context:
        fact.context = as_raw(context)
    if around.is_repaired:
        check_characters(fact)
    return fact


def read_item(raw: bytes) -> Item:
    if len(raw) > EVENT_BYTES:
        raise ItemRefused("event_too_large")
    try:
        item = decode_item(raw)
    except RecursionError as error:
        raise ItemRefused("too_deep") from error
    except msgspec.DecodeError as error:
        raise ItemRefused("invalid_item", str(error)) from error
    # An item can be no deeper than it has brackets; only one with many is looked through.
    if raw.count(b"{") + raw.count(b"[") > DEPTH and is_deep([item.traits, item.properties, item.context], DEPTH):
        raise ItemRefused("too_deep")
    return item


def as_object(value: Object) -> dict[str, Any]:
    if not value:
        return {}
    if isinstance(value, list):
        raise ItemRefused("invalid_object")
    return value


def as_raw(value: dict[str, Any]) -> msgspec.Raw:
    try:
        return msgspec.Raw(encode(value))
    except OverflowError as error:
        raise ItemRefused("number_too_large") from error


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
    given = id_text(item.message_id)
    if len(given) > MESSAGE_ID:
        raise ItemRefused("message_id_too_long")
    return given or secrets.token_hex(16)


def id_text(value: Id) -> str:
    """An id as text; a whole number has no decimals, whichever way JSON wrote it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else str(value)


def identifiers(item: Item, context: dict[str, Any]) -> Identifiers:
    """Whom the item is about, as found. Raises ItemRefused where it is about nobody."""
    found: Identifiers = []
    if item.user_id is not None:
        found.append(("user_id", id_text(item.user_id)))
    if item.anonymous_id is not None:
        found.append(("anonymous_id", id_text(item.anonymous_id)))
    if item.previous_id is not None:
        found.append(("anonymous_id", id_text(item.previous_id)))
    if "traits" in context or "externalIds" in context:
        found += context_identifiers(context)
    found = [pair for pair in found if pair[1]]
    if not found:
        raise ItemRefused("no_user_anon_id")
    for pair in found:
        if len(pair[1]) > IDENTIFIER:
            raise ItemRefused("id_too_long")
    return found


def context_identifiers(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What context.traits and context.externalIds identify."""
    traits = context.get("traits")
    if isinstance(traits, dict):
        yield from ((type_, id_text(traits[type_])) for type_ in ("email", "phone") if is_id(traits.get(type_)))
    external_ids = context.get("externalIds")
    for external in external_ids if isinstance(external_ids, list) else ():
        if isinstance(external, dict) and external.get("collection", "users") == "users":
            type_, value = external.get("type"), external.get("id")
            if isinstance(type_, str) and type_ not in RESERVED and is_id(value):
                yield type_, id_text(value)


def is_id(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def say(fact: Fact, item: Item, said: dict[str, Any]) -> None:
    """Fill in what a fact of this kind says. Raises ItemRefused."""
    if fact.kind == Kind.TRACK:
        fact.event = item.event or ""
        if not fact.event.strip():
            raise ItemRefused("no_event")
    elif fact.kind in NAMED_PAGES:
        said = name_page(fact, item, said)
    elif fact.kind == Kind.GROUP:
        name_group(fact, item, said)
    elif fact.kind == Kind.ALIAS and not (item.previous_id or item.anonymous_id):
        raise ItemRefused("no_previous_id")
    if not said:
        return
    if fact.kind in WITH_TRAITS:
        fact.traits = as_raw(said)
    else:
        fact.properties = as_raw(said)


def name_page(fact: Fact, item: Item, said: dict[str, Any]) -> dict[str, Any]:
    """A page's name is its event; its category, if it has one, is a property."""
    name = item.name or said.get("name")
    fact.event = name if isinstance(name, str) else ""
    return said if item.category is None else {"category": item.category, **said}


def name_group(fact: Fact, item: Item, said: dict[str, Any]) -> None:
    fact.group = id_text(item.group_id)
    if not fact.group:
        raise ItemRefused("no_group_id")
    if len(fact.group) > IDENTIFIER:
        raise ItemRefused("id_too_long")
    fact.group_kind = HOUSEHOLD if HOUSEHOLD in (said.get("kind"), said.get("type")) else "company"


def check_characters(fact: Fact) -> None:
    """After a repair two ids could look the same that were not. Raises ItemRefused."""
    if any(REPLACEMENT in text for text in (fact.message_id, fact.group, *(value for _, value in fact.identifiers))):
        raise ItemRefused("invalid_characters")
