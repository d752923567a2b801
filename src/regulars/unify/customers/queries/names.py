"""What people and groups are called in lists."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from regulars.unify.customers.survivorship import Survivor
from regulars.unify.facts import sql

decode = msgspec.json.Decoder(dict[str, Survivor]).decode
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


def golden_traits(roots: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Root → its traits, for those roots that are listed."""
    rows = sql.select_keys("SELECT g.root, g.traits FROM {given} JOIN golden g ON g.root = given.key", roots)
    return {root: {name: survivor.value for name, survivor in decode(traits).items()} for root, traits in rows}


def name_of(traits: Mapping[str, Any]) -> str:
    """The name as it is written in its script; empty if none is known."""
    first, last = (str(traits.get(part) or "") for part in ("first_name", "last_name"))
    is_han = any(FIRST_HAN <= letter <= LAST_HAN for letter in last)
    parts = f"{last}{first}" if is_han else f"{first} {last}".strip()
    return str(traits.get("name") or parts or traits.get("nickname") or "")
