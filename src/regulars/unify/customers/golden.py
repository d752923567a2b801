"""Golden records as they are stored: a kind, and traits each with its origin."""

from collections.abc import Iterable
from typing import Any

import msgspec

from regulars.unify.facts import sql

from . import entries
from .survivorship import Survivor

Row = tuple[str, str]
"""Kind and traits of a golden row."""


class First(msgspec.Struct, array_like=True):
    """A survivor of which only the value is read."""

    value: Any


decode_values = msgspec.json.Decoder(dict[str, First]).decode


def decode(traits: str) -> dict[str, Survivor]:
    """Golden traits as stored."""
    return entries.read(traits, Survivor._make)


def stored_rows(roots: Iterable[int]) -> dict[int, Row]:
    """Root → kind and traits, for those that have a golden row."""
    rows = sql.select_keys("SELECT g.root, g.kind, g.traits FROM {given} JOIN golden g ON g.root = given.key", roots)
    return {root: (kind, traits) for root, kind, traits in rows}


def values_of(traits: str) -> dict[str, Any]:
    """The values of golden traits as stored, without their origin."""
    return {name: first.value for name, first in decode_values(traits).items()}
