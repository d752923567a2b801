"""The plugs of the road: gates before filing, projectors after it, and who holds personal data."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from .statement import Statement

Gate = Callable[[Sequence[Statement]], None]
"""Looks at parsed statements before they are filed; sets `refused` or takes identifiers away."""


class Projector(Protocol):
    """Something that follows the road. What it keeps can be thrown away and rebuilt."""

    name: str

    def apply(self, statements: Sequence[Statement]) -> None:
        """Take in facts, in order of position, inside the caller's transaction."""

    def rebuild(self, keys: Collection[int]) -> None:
        """Make anew what is kept for the people that these keys make up."""


@dataclass(frozen=True)
class PersonalHolder:
    """How an app erases what it holds about keys: `erase(keys)` inside the caller's transaction."""

    app: str
    tables: frozenset[str]
    erase: Callable[[Collection[int]], None]


gates: list[Gate] = []
projectors: list[Projector] = []
personal: list[PersonalHolder] = []
