"""What people and groups are called in lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from regulars.unify.customers.golden import stored_rows, values_of

NAME_PARTS = ("name", "first_name", "last_name", "nickname")
"""The traits that make the name of a customer."""
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


def golden_traits(roots: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Root → its traits, for those roots that are listed."""
    return {root: values_of(traits) for root, (_, traits) in stored_rows(roots).items()}


def name_of(traits: Mapping[str, Any]) -> str:
    """The name as it is written in its script; empty if none is known."""
    first, last = (str(traits.get(part) or "") for part in ("first_name", "last_name"))
    is_han = any(FIRST_HAN <= letter <= LAST_HAN for letter in last)
    parts = f"{last}{first}" if is_han else f"{first} {last}".strip()
    return str(traits.get("name") or parts or traits.get("nickname") or "")
