"""A fact in normal form, as the road files it: parse once, then only plain values."""

from typing import Any, NamedTuple

import msgspec

from .fact import Fact
from .identifiers import Ident


class SourceRef(msgspec.Struct, frozen=True, eq=False):
    """What the road needs to know of a source."""

    id: int
    kind: str
    namespace: str
    region: str
    is_public: bool
    rank: int
    rules: tuple[dict[str, Any], ...] = ()

    @property
    def is_staff(self) -> bool:
        """Edits by colleagues are kept one by one."""
        return self.kind == "staff"


class Remark(NamedTuple):
    """What a gate noticed about a fact: a code, where in it, and what was expected."""

    code: str
    path: str = ""
    expected: str = ""


class Statement(msgspec.Struct):
    """A parsed fact. `identifiers[0]` is what it is filed under, the rest are further ones by priority."""

    position: int
    received_at: int
    source: SourceRef
    batch: int
    fact: Fact
    hash: bytes
    digest: int
    identifiers: list[Ident]
    traits: dict[str, Any]
    group: Ident | None = None
    group_traits: dict[str, Any] = {}
    claims: list[tuple[str, str]] = []
    key: int = 0
    group_key: int = 0
    witness_of: list[int] = []
    taken_away: list[Ident] = []
    refused: str = ""
    remarks: list[Remark] = []
