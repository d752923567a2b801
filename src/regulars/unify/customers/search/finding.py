"""Finding customers as you type: the best matches first, then the newest customers."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from . import index, question
from .enums import NAME_OF, NAMES, Field
from .expression import Expression
from .question import Question
from .words import read

KINDS = ("person", "company", "household")
Stage = Callable[[Question, Collection[Field]], Expression]
STAGES: tuple[tuple[Stage, int], ...] = ((question.exactly, 1), (question.beginning, 3), (question.anyhow, 10))
"""How candidates are looked for, best first, and how many for each hit that is wanted: some will not stand up."""


class Hit(NamedTuple):
    """A customer or group found: by which field, and how well (0 to 1, an exact value is 1)."""

    root: int
    field: str
    rank: float


def search(
    text: str, *, limit: int = 20, fields: Collection[str] | None = None, kinds: Collection[str] = KINDS
) -> list[Hit]:
    """The best `limit` answers by the allowed fields (name, company, email, phone, card, id; None: all).

    A field that is not allowed neither finds nor ranks anybody. Among equal matches the newest customer comes first.
    """
    asked = question.parse(text)
    allowed = {NAMES[name] for name in (NAMES if fields is None else fields) if name in NAMES}
    if asked is None or not allowed:
        return []
    found: dict[int, Hit] = {}
    for stage, share in STAGES:
        if len(found) < limit:
            for candidate in index.candidates(stage(asked, allowed), kinds, limit * share):
                match = question.judge(asked, read(candidate.words), allowed)
                if match:
                    found[candidate.root] = Hit(candidate.root, NAME_OF[match.field], match.rank)
    return sorted(found.values(), key=lambda hit: (-hit.rank, -hit.root))[:limit]
