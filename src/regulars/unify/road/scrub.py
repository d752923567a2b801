"""What goes into the lake of an event's properties and context: no direct identifiers, no addresses."""

from collections.abc import Iterable
from typing import Any

import msgspec

from regulars.unify.facts.identifiers import TYPES, Ident

PERSONAL_KEYS = frozenset(
    "traits ip externalIds externalId email emailAddress email_address phone phoneNumber phone_number mobile recipient"
    " address shipping_address billing_address shippingAddress billingAddress shipping_city"
    " first_name last_name firstName lastName full_name fullName birthday"
    " advertisingId idfa token user_id userId customer customer_name customerName".split()
)
SHORTEST = 5
TAKEN_OUT = "[identifier]"

decode = msgspec.json.decode
encode = msgspec.json.encode


def identifier_bytes(ident: Ident) -> bytes:
    """What is hashed of an identifier that the lake keeps a hash of."""
    return "\0".join(ident).encode()


def scrub(raw: bytes, identifiers: Iterable[Ident], special: frozenset[str] = frozenset()) -> str | None:
    """The JSON object without personal keys, and without the identifiers of its own fact wherever they stand.

    `special` are further keys that may not stay: what special fields are called.
    """
    if len(raw) <= 2:  # an empty object
        return None
    values = [
        ident.value
        for ident in identifiers
        if len(ident.value) >= SHORTEST and not TYPES[ident.type].anonymous and ident.value.encode() in raw
    ]
    said = decode(raw)
    keys = PERSONAL_KEYS | special if special else PERSONAL_KEYS
    if not values and not is_personal(said, keys):
        return raw.decode()
    return encode(without(said, values, keys)).decode()


def is_personal(value: Any, keys: frozenset[str]) -> bool:
    """Whether a personal key stands anywhere in a JSON value."""
    if isinstance(value, dict):
        return not keys.isdisjoint(value) or any(
            is_personal(inner, keys) for inner in value.values() if isinstance(inner, dict | list)
        )
    return isinstance(value, list) and any(
        is_personal(inner, keys) for inner in value if isinstance(inner, dict | list)
    )


def without(value: Any, values: list[str], keys: frozenset[str]) -> Any:
    """The same value with personal keys left out and identifiers replaced."""
    if isinstance(value, dict):
        return {key: without(inner, values, keys) for key, inner in value.items() if key not in keys}
    if isinstance(value, list):
        return [without(inner, values, keys) for inner in value]
    if isinstance(value, str) and values:
        for identifier in values:
            value = value.replace(identifier, TAKEN_OUT)
    return value
