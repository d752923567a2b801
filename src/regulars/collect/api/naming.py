"""What the context of a call says about who it is about: traits, external ids, the device. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from regulars.unify.facts.identifiers import TYPES

from .errors import IDENTIFIER, ItemRefused
from .items import id_text, is_id

# Segment's names for what we know under another.
TYPE_OF = {code: code for code, type_ in TYPES.items() if not type_.group and code != "row"} | {
    "android.id": "device_id",
    "android.idfa": "device_id",
    "android.push_token": "push_token",
    "ios.id": "device_id",
    "ios.idfa": "device_id",
    "ios.push_token": "push_token",
    "ga_client_id": "anonymous_id",
    "cross_domain_id": "anonymous_id",
}
# A device says who uses it where it is somebody's own; a till or a server is nobody's.
OWN_DEVICES = frozenset({"android", "ios", "ipados", "macos", "tvos", "visionos", "watchos"})

Identifiers = Iterator[tuple[str, str]]
Ignore = Callable[[str, object], None]
"""Told of an entry that identifies nobody: which it is, and what stands there."""


def trait_identifiers(traits: Any) -> Identifiers:
    """What a context's traits identify. Raises ItemRefused."""
    if isinstance(traits, dict):
        for type_ in ("email", "phone"):
            value = traits.get(type_)
            if is_named(value):
                yield type_, checked(value)


def external_identifiers(external_ids: Any, ignore: Ignore) -> Identifiers:
    """What a context's external ids identify. Raises ItemRefused."""
    for external in external_ids if isinstance(external_ids, list) else ():
        if type_ := type_of(external):
            yield type_, checked(external["id"])
        else:
            ignore("externalIds", external)


def type_of(external: Any) -> str | None:
    """Our type of an external id; None unless it has all four properties and is one that we know."""
    if not isinstance(external, dict) or not is_named(external.get("id")) or external.get("encoding") != "none":
        return None
    type_ = external.get("type")
    return TYPE_OF.get(type_) if external.get("collection") == "users" and isinstance(type_, str) else None


def device_identifiers(device: Any, ignore: Ignore) -> Identifiers:
    """The device itself where it is a person's own, its advertising id where that is allowed, its push token."""
    if not isinstance(device, dict):
        return
    own = str(device.get("type")).lower() in OWN_DEVICES
    allowed = device.get("adTrackingEnabled") is True
    for name, type_, counts in (
        ("id", "device_id", own),
        ("advertisingId", "device_id", allowed),
        ("token", "push_token", True),
    ):
        value = device.get(name)
        if counts and is_named(value):
            if len(id_text(value)) <= IDENTIFIER:
                yield type_, id_text(value)
            else:
                ignore(f"device.{name}", value)


def is_named(value: Any) -> bool:
    """Whether this may be an id; an empty text is none, the number 0 is."""
    return is_id(value) and value != ""


def checked(value: Any) -> str:
    text = id_text(value)
    if len(text) > IDENTIFIER:
        raise ItemRefused("id_too_long")
    return text
