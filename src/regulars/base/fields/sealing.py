"""Values of special fields (GDPR article 9) at rest: a text that holds a blind index and the sealed value.

Equal values of a field are sealed to equal texts, so that the road sees that nothing changed; the blind index finds
them again whatever their case. Of a list each item is sealed. Whoever reads the data folder sees which customers have
the same value, and no value.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from regulars.base import vault
from regulars.base.fields.queries import current

MARK = "sealed:1:"
INDEX_LETTERS = 22
"""What 16 bytes take in base 64."""
HEAD = len(MARK) + INDEX_LETTERS
BLOCK = 32
"""Values are made as long as a multiple of this, so that their length says little."""

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


def sealed(field: str, value: Any) -> Any:
    """The value as it is kept; null, the empty text and the empty list say nothing and stay."""
    if value is None or value == "":
        return value
    if isinstance(value, list):
        return [_sealed(field, each) for each in value]
    return _sealed(field, value)


def _sealed(field: str, value: Any) -> str:
    plain = encode(value)
    padded = plain + b" " * (-len(plain) % BLOCK)
    return f"{index(field, value)}:{_written(vault.seal_evenly('field', padded, field.encode()))}"


def index(field: str, value: Any) -> str:
    """How every text begins that this value of the field is sealed to, however it is spelled: by it one searches."""
    text = value if isinstance(value, str) else encode(value).decode()
    return MARK + _written(vault.blind_index(f"field:{field}", text))


def opened(field: str, value: Any) -> Any:
    """The value that was sealed; what is not sealed, or not of this field, as it is."""
    if isinstance(value, list):
        return [opened(field, each) for each in value]
    if not is_sealed(value):
        return value
    try:
        return decode(vault.unseal_even("field", _read(value[HEAD + 1 :]), field.encode()))
    except (vault.errors.SealBroken, ValueError):
        return value


def is_sealed(value: Any) -> bool:
    """Whether this is a text as `sealed` writes it."""
    return isinstance(value, str) and value.startswith(MARK)


def sealed_traits(traits: dict[str, Any]) -> dict[str, Any]:
    """Traits as the road files them: those of special fields sealed."""
    special = current().special
    if special.isdisjoint(traits):
        return traits
    return {name: sealed(name, value) if name in special else value for name, value in traits.items()}


def opened_traits(traits: Mapping[str, Any]) -> dict[str, Any]:
    """Traits with sealed values opened, for whoever sees them whole."""
    return {name: opened(name, value) for name, value in traits.items()}


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
