"""The plugs of the road: gates before filing, projectors after it, and who holds personal data."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from .identifiers import Ident
from .statement import Statement

Gate = Callable[[Sequence[Statement]], None]
"""Looks at parsed statements before they are filed; sets `refused` or takes identifiers away."""


@dataclass(frozen=True)
class ErasedIdentifier:
    """One identifier of somebody who is erased, and the time in which it was theirs."""

    key: int
    ident: Ident
    generation: int
    started_at: int | None
    ended_at: int | None


class Projector(Protocol):
    """Something that follows the road. What it keeps can be thrown away and rebuilt."""

    name: str

    def apply(self, statements: Sequence[Statement]) -> None:
        """Take in facts, in order of position, inside the caller's transaction."""

    def rebuild(self, keys: Collection[int], position: int) -> None:
        """Make anew what is kept of these keys, because of the decision at `position`."""

    def erase(self, keys: Collection[int], position: int) -> None:
        """Forget these keys."""


@dataclass(frozen=True)
class Erased:
    """What an erasure takes: keys, and the identifiers they stood for."""

    position: int
    root: int
    erased_at: int
    identifiers: tuple[ErasedIdentifier, ...]

    @property
    def keys(self) -> set[int]:
        """The keys that go."""
        return {identifier.key for identifier in self.identifiers}


@dataclass(frozen=True)
class PersonalHolder:
    """How an app erases what it holds about a person, inside the road's transaction."""

    app: str
    tables: frozenset[str]
    erase: Callable[[Erased], None]


gates: list[Gate] = []
projectors: list[Projector] = []
personal: list[PersonalHolder] = []
