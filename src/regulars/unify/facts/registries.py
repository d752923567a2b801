"""The plugs of the road: gates before filing, projectors in it, followers after it, and who holds personal data."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from .identifiers import Ident
from .statement import Statement

Gate = Callable[[Sequence[Statement]], None]
"""Looks at parsed statements before they are filed; sets `refused` or takes identifiers away."""

Watch = Callable[[Sequence[Statement]], Callable[[], None]]
"""Looks at a run of facts before it is filed, refused ones included; what it returns is called once it is, in the same
transaction."""


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


class Follower(Protocol):
    """Listens to what became of the facts, refused ones included; one for the life of a road."""

    def hear(self, statements: Sequence[Statement]) -> None:
        """What was just committed, in order of position; after a crash perhaps what was heard before."""

    def flush(self) -> None:
        """Store what was heard, with how far that is; called before the inbox forgets, and before decisions."""


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
watches: list[Watch] = []
projectors: list[Projector] = []
followers: list[Callable[[], Follower]] = []
personal: list[PersonalHolder] = []
