"""A fact in normal form, as the road files it: parse once, then only plain values."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from .fact import Fact
from .identifiers import Ident

decode = msgspec.json.Decoder(dict[str, list[Any]]).decode


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


class Ready(NamedTuple):
    """A prepared fact's record, and the golden record of somebody of whom nothing else is said, as JSON text.

    In `golden` NUL stands for the key.
    """

    said: str
    golden: str


class Statement(msgspec.Struct):
    """A parsed fact. `identifiers[0]` is what it is filed under, the rest are further ones by priority.

    What a prepared fact says is in `ready`, and its `traits` are empty until `read` is called. `is_alone` is set while
    filing: the fact made somebody new, of whom no other fact of the run says anything.
    """

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
    ready: Ready | None = None
    is_alone: bool = False

    def read(self) -> dict[str, Any]:
        """The traits; those of a prepared fact are read now, and no longer ready as they were."""
        if self.ready is not None:
            self.traits = {name: said[0] for name, said in decode(self.ready.said).items()}
            self.ready = None
        return self.traits

    def leave_out(self, idents: Sequence[Ident]) -> None:
        """Take identifiers away, and the traits that say the same."""
        values = {ident.value for ident in idents}
        self.taken_away = list(idents)
        self.identifiers = [ident for ident in self.identifiers if ident not in idents]
        self.traits = {
            name: value for name, value in self.read().items() if not (isinstance(value, str) and value in values)
        }
