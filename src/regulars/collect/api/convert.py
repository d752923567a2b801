"""Turns items into Facts, and says why where it cannot. Pure.

This is the hot path: an item's objects are checked, but the bytes that came are what is kept.
"""

import secrets
from functools import partial
from typing import Any

import msgspec

from regulars.unify.facts.consent import is_readable
from regulars.unify.facts.fact import EMPTY, Fact, Kind, encode, raw, time_flags
from regulars.unify.facts.normalize import timestamp

from .errors import EVENT_BYTES, ItemRefused
from .items import DEEPEST, NOTHING, Item, decode_item, decode_object, id_text, is_id
from .naming import Ignore, device_identifiers, external_identifiers, trait_identifiers
from .opening import REPLACEMENT, Opened

IDENTIFY, TRACK, PAGE, SCREEN, GROUP, ALIAS = (
    kind.value for kind in (Kind.IDENTIFY, Kind.TRACK, Kind.PAGE, Kind.SCREEN, Kind.GROUP, Kind.ALIAS)
)
HOUSEHOLD = "household"
INTEGRATIONS = "integrations"
RARE = frozenset({"externalIds", "device", "consent", "consentManagement"})

Identifiers = list[tuple[str, str]]


class Surroundings(msgspec.Struct, frozen=True):
    """What an item takes from its request; `sent_at` and `received_at` in µs since 1970 UTC.

    `ignored` gathers what was left aside of items that are kept: which part → an example as JSON.
    """

    kind: str
    received_at: int
    sent_at: int | None
    context: dict[str, Any]
    is_repaired: bool
    ignored: dict[str, bytes] = {}


def surroundings(opened: Opened, received_at: int) -> Surroundings:
    """What holds for every item of a request; a time of sending that is no time does not count."""
    sent_at = timestamp(opened.sent_at) if is_id(opened.sent_at) else None
    context, chosen = opened.context, opened.integrations
    if chosen:
        context = {**context, INTEGRATIONS: chosen}
    ignored = {INTEGRATIONS: b""} if chosen is None else {}
    return Surroundings(opened.kind, received_at, sent_at, context, opened.is_repaired, ignored)


def read_fact(piece: bytes, around: Surroundings) -> Fact:
    """The fact that one piece of JSON states. Raises ItemRefused."""
    try:
        return to_fact(decode_item(piece), around)
    except RecursionError as error:
        raise ItemRefused("too_deep") from error
    except msgspec.DecodeError as error:
        raise ItemRefused("too_deep" if DEEPEST in str(error) else "invalid_item", str(error)) from error


def to_fact(item: Item, around: Surroundings) -> Fact:
    """The fact that an item states. Raises ItemRefused, msgspec.ValidationError."""
    if len(item.properties) + len(item.context) + len(item.traits) + len(item.integrations) > EVENT_BYTES:
        raise ItemRefused("event_too_large")
    fact = Fact(around.kind or item.type or "", message_id(item), occurred(item, around), identifiers(item))
    fact.flags = time_flags(fact.occurred_at, around.received_at)
    add_context(fact, item, around)
    if fact.kind == TRACK:
        add_event(fact, item)
    else:
        add_other(fact, item)
    if around.is_repaired:
        check_characters(fact)
    return fact


def message_id(item: Item) -> str:
    given = item.message_id
    return given if isinstance(given, str) and given else id_text(given) or secrets.token_hex(16)


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


def identifiers(item: Item) -> Identifiers:
    """What the item calls its customer; an empty text is no id, the number 0 is."""
    found: Identifiers = []
    user = item.user_id
    if user is not None and user != "":
        found.append(("user_id", user if isinstance(user, str) else id_text(user)))
    anonymous = item.anonymous_id
    if anonymous is not None and anonymous != "":
        found.append(("anonymous_id", anonymous if isinstance(anonymous, str) else id_text(anonymous)))
    previous = item.previous_id
    if previous is not None and previous != "":
        found.append(("anonymous_id", previous if isinstance(previous, str) else id_text(previous)))
    return found


def add_context(fact: Fact, item: Item, around: Surroundings) -> None:
    """The item's context over its batch's. Raises ItemRefused for a fact about nobody."""
    context = decode_object(item.context) or {}
    if around.context or len(item.integrations) > NOTHING:
        context = joined(context, item, around)
        fact.context = raw(context)
    elif context:
        fact.context = item.context
    if "traits" in context:
        fact.identifiers += trait_identifiers(context["traits"])
    if not RARE.isdisjoint(context):
        add_rare(fact, context, partial(ignore, item, around))
    if not fact.identifiers:
        raise ItemRefused("no_user_anon_id")


def add_rare(fact: Fact, context: dict[str, Any], ignore: Ignore) -> None:
    """What few contexts say: further ids, the device, consent."""
    fact.identifiers += external_identifiers(context.get("externalIds"), ignore)
    fact.identifiers += device_identifiers(context.get("device"), ignore)
    if not is_readable(context):
        ignore("consent", {name: context.get(name) for name in ("consent", "consentManagement")})


def joined(context: dict[str, Any], item: Item, around: Surroundings) -> dict[str, Any]:
    """A batch's context and integrations hold where the item's say nothing else."""
    context = {**around.context, **context}
    try:
        own = decode_object(item.integrations) or {}
    except msgspec.ValidationError:
        ignore(item, around, INTEGRATIONS, None)
        own = {}
    chosen = context.get(INTEGRATIONS) or {}
    return {**context, INTEGRATIONS: {**chosen, **own}} if own and isinstance(chosen, dict) else context


def ignore(item: Item, around: Surroundings, what: str, value: object) -> None:
    """Note once a request what is left aside of an item that is kept."""
    kind = value.get("type") if isinstance(value, dict) else None
    which = f"{what}: {kind[:50]}" if isinstance(kind, str) else what
    around.ignored.setdefault(which, encode({"messageId": item.message_id, what: value}))


def add_event(fact: Fact, item: Item) -> None:
    if not item.event:
        raise ItemRefused("no_event")
    fact.event = item.event
    if decode_object(item.properties):
        fact.properties = item.properties


def add_other(fact: Fact, item: Item) -> None:
    """What calls other than track say. Raises ItemRefused."""
    if fact.kind == IDENTIFY:
        fact.traits = item.traits if decode_object(item.traits) else told_in_context(fact)
    elif fact.kind in {PAGE, SCREEN}:
        add_page(fact, item)
    elif fact.kind == GROUP:
        add_group(fact, item)
    elif fact.kind != ALIAS:
        raise ItemRefused("unknown_type")
    elif not (item.previous_id or item.anonymous_id):
        raise ItemRefused("no_previous_id")


def told_in_context(fact: Fact) -> msgspec.Raw:
    """The traits of RudderStack's identify calls, which have none beside their context."""
    context = decode_object(fact.context) if len(fact.context) else None
    traits = context.get("traits") if context else None
    return raw(traits) if isinstance(traits, dict) else EMPTY


def add_page(fact: Fact, item: Item) -> None:
    """A page's name is its event; its category, if it has one, is a property."""
    properties = decode_object(item.properties) or {}
    name = item.name or properties.get("name")
    fact.event = name if isinstance(name, str) else ""
    if item.category is not None:
        fact.properties = raw({"category": item.category, **properties})
    elif properties:
        fact.properties = item.properties


def add_group(fact: Fact, item: Item) -> None:
    fact.group = id_text(item.group_id)
    if not fact.group:
        raise ItemRefused("no_group_id")
    traits = decode_object(item.traits) or {}
    fact.group_kind = HOUSEHOLD if HOUSEHOLD in (traits.get("kind"), traits.get("type")) else "company"
    if traits:
        fact.traits = item.traits


def check_characters(fact: Fact) -> None:
    """After a repair two ids could look the same that were not. Raises ItemRefused."""
    if any(REPLACEMENT in text for text in (fact.message_id, fact.group, *(value for _, value in fact.identifiers))):
        raise ItemRefused("invalid_characters")
