"""How a record and a golden record keep their traits, as JSON: {trait: [value, origin…]}.

An entry of a value alone has the origin of the entry before it, so that what was said at once names its origin once.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

Entry = TypeVar("Entry")

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(dict[str, list[Any]]).decode


def write(traits: Mapping[str, tuple[Any, ...]]) -> str:
    """Entries, each a value and its origin, as text; a shorter text where neighbours share an origin."""
    origin: tuple[Any, ...] = ()
    entries = {}
    for name, entry in traits.items():
        entries[name] = entry[:1] if entry[1:] == origin else entry
        origin = entry[1:]
    return encode(entries).decode()


def read(text: str, make: Callable[[Iterable[Any]], Entry]) -> dict[str, Entry]:
    """Entries from their text, each made of a value and its origin."""
    origin: list[Any] = []
    found = {}
    for name, entry in decode(text).items():
        if len(entry) > 1:
            origin = entry[1:]
            found[name] = make(entry)
        else:
            found[name] = make(entry + origin)
    return found
