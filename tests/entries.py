"""Reads stored traits by itself, each with its origin: one that names none has that of the trait before it."""

import json
from typing import Any


def entries(text: str) -> dict[str, list[Any]]:
    """Trait → value and origin."""
    found: dict[str, list[Any]] = {}
    origin: list[Any] = []
    for name, (value, *own) in json.loads(text).items():
        origin = own or origin
        found[name] = [value, *origin]
    return found
