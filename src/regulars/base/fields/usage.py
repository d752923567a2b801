"""The plug of the page about fields: who knows how often each has a value, and who said so, registers itself here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Sources = Mapping[str, int]
"""Name of a source → of how many of the customers looked at it said the value."""


@dataclass(frozen=True)
class Usage:
    """`filled` is how many of all `customers` have a value of a field, `unfit` how many have one that does not fit its
    type. The rest comes from the newest values of `sampled` customers: who said them, which of them are not as the
    field describes them (`doubtful`), and what is sent that nobody declared.
    """

    customers: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    unfit: Mapping[str, int] = field(default_factory=dict)
    sampled: int = 0
    sources: Mapping[str, Sources] = field(default_factory=dict)
    doubtful: Mapping[str, Sources] = field(default_factory=dict)
    undeclared: Mapping[str, Sources] = field(default_factory=dict)


providers: list[Callable[[], Usage]] = []


def usage() -> Usage:
    """How the fields are used; nothing is known of it where nobody registered."""
    return providers[0]() if providers else Usage()
