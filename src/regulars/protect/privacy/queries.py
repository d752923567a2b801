"""What an erasure would take, and how far erasures have come."""

from dataclasses import dataclass

from regulars.unify.facts import sql
from regulars.unify.facts.queries import public_sources
from regulars.unify.identity import store
from regulars.unify.road.erasing import named_by_others

from .models import Erasure


@dataclass(frozen=True)
class ErasurePreview:
    """The identifiers that would go, and those that stay because other people's facts name them; (key, type, value)."""

    root: int
    erased: list[tuple[int, str, str]]
    kept: list[tuple[int, str, str]]


@dataclass(frozen=True)
class ErasureState:
    """How far an erasure is: `hidden` (at once), `rewritten` (gone from the lake's tables), `gone` (no byte left)."""

    position: int
    root: int
    keys: int
    state: str


def erasure_preview(key: int) -> ErasurePreview | None:
    """Everything joined to the person, as it would be erased; None if the key does not exist."""
    if not store.types_of([key]):
        return None
    root = store.roots_of([key])[key]
    members = store.members_of([root])[root]
    kept = named_by_others(members, public_sources())
    rows = sql.select_keys(
        "SELECT i.key, i.type, i.value FROM {given} JOIN identifier i ON i.key = given.key ORDER BY i.key", members
    )
    return ErasurePreview(root, [row for row in rows if row[0] not in kept], [row for row in rows if row[0] in kept])


def erasures() -> list[ErasureState]:
    """Every erasure, newest first."""
    rewritten = {
        position for (position,) in sql.run("SELECT position FROM lake_erasure WHERE rewritten_at IS NOT NULL")
    }
    return [
        ErasureState(
            erasure.position,
            erasure.root,
            erasure.keys,
            "gone" if erasure.finished_at else "rewritten" if erasure.position in rewritten else "hidden",
        )
        for erasure in Erasure.objects.order_by("-position")
    ]
