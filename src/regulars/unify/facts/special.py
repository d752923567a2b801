"""Special fields in what sources sent: what may not be kept of a call as it came, once its traits are sealed."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from regulars.base.fields import queries as fields
from regulars.base.fields.masks import DOTS

encode = msgspec.json.encode
decode = msgspec.json.decode


def special_keys(rules: Iterable[Mapping[str, Any]] = ()) -> frozenset[str]:
    """What members of a call hold special fields: these in every spelling, and what a source's rules make them of."""
    known = fields.current()
    if not known.special:
        return known.special
    spelled = {spelling for spelling, name in known.canonical.items() if name in known.special}
    mapped = {rule["property"] for rule in rules if fields.canonical_trait(rule.get("trait", "")) in known.special}
    return frozenset(spelled | mapped)


def with_dots(raw: bytes, keys: frozenset[str]) -> bytes:
    """The JSON with dots for the values of these keys, wherever they stand; as it is where none does."""
    if not any(encode(key) in raw for key in keys):
        return raw
    return encode(_dotted(decode(raw), keys))


def _dotted(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: DOTS if key in keys else _dotted(inner, keys) for key, inner in value.items()}
    return [_dotted(inner, keys) for inner in value] if isinstance(value, list) else value
