"""Finding customers as you type: the best matches first, then the newest customers."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from regulars.base.fields.masks import Sight
from regulars.unify.facts.identifiers import PERSON

from . import index, question
from .documents import SAID_IN
from .enums import NAME_OF, NAMES, Field
from .expression import Expression
from .index import Candidate
from .question import Question
from .words import read

KINDS = (PERSON, "company", "household")
Stage = Callable[[Question, Collection[Field]], Expression]
STAGES: tuple[Stage, ...] = (question.exactly, question.beginning, question.anyhow)
"""How candidates are looked for, best first."""
SHARES = (2, 10)
"""How many candidates are taken for each hit that is wanted, and how many if too few of them stand up."""


class Hit(NamedTuple):
    """A customer or group found: by which field, and how well (0 to 1, an exact value is 1)."""

    root: int
    field: str
    rank: float


def search(
    text: str,
    *,
    sight: Sight,
    limit: int = 20,
    fields: Collection[str] | None = None,
    kinds: Collection[str] = KINDS,
) -> list[Hit]:
    """The best `limit` answers by the allowed fields (name, company, email, phone, card, id; None: all).

    A field that is not allowed, or not seen whole, neither finds nor ranks anybody, nor does anybody out of reach.
    Among equal matches the newest customer comes first.
    """
    asked = question.parse(text)
    seen = (name for name, field in NAMES.items() if sight.mask.sees_all(SAID_IN[field]))
    allowed = {NAMES[name] for name in seen if fields is None or name in fields}
    if asked is None or not allowed:
        return []
    found: dict[int, Hit | None] = {}
    hits: list[Hit] = []
    for expression in dict.fromkeys(stage(asked, allowed) for stage in STAGES):
        for most in (limit * share for share in SHARES):
            taken = index.candidates(expression, kinds, most, sight)
            found |= {one.root: hit(asked, one, allowed) for one in taken if one.root not in found}
            hits = [one for one in found.values() if one]
            if len(hits) >= limit or len(taken) < most:
                break
        if len(hits) >= limit:
            break
    return sorted(hits, key=lambda one: (-one.rank, -one.root))[:limit]


def hit(asked: Question, candidate: Candidate, allowed: Collection[Field]) -> Hit | None:
    """How a candidate answers, if it does."""
    match = question.judge(asked, read(candidate.words), allowed)
    return Hit(candidate.root, NAME_OF[match.field], match.rank) if match else None
