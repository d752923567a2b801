"""Sources that tell the real road something, and the road that files it."""

from collections.abc import Iterable
from typing import Any

from regulars.base.fields.moments import now
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, Lane, raw
from regulars.unify.facts.models import Source
from regulars.unify.facts.services import create_source, take
from regulars.unify.identity.queries import pick_identifier, root_of
from regulars.unify.identity.services import HandedIn
from regulars.unify.road import Road
from regulars.unify.road.waiting import carry_out

SECOND = 1_000_000


def source(kind: SourceKind, **configured: Any) -> Source:
    """A new source in Thailand, named by its kind."""
    return create_source(str(kind.label), kind=kind, actor="owner", **({"region": "TH"} | configured))


def said(
    kind: Kind, message: str, *identifiers: tuple[str, str], ago: int = 3600, event: str = "", group: str = "",
    row: int = 0, **values: Any
) -> Fact:  # fmt: skip
    """A fact of some seconds ago; `values` are its traits, of an event its properties."""
    fact = Fact(kind, message, now() - ago * SECOND, list(identifiers), event=event, row=row)
    if kind == Kind.TRACK:
        fact.properties = raw(values)
    else:
        fact.traits = raw(values)
    if group:
        fact.group, fact.group_kind = group, "company"
    return fact


def tell(teller: Source, *facts: Fact, batch: int = 0) -> None:
    """Through the door and down the road."""
    take(facts, source=teller.pk, batch=batch, lane=Lane.IMPORTS if batch else Lane.LIVE)
    drain()


def drain() -> None:
    """File all that waits."""
    with Road() as road:
        road.drain()


def key(text: str) -> int:
    """The key of an identifier."""
    return pick_identifier(text).key


def done(handed: HandedIn) -> int:
    """Carry a decision out; its position."""
    return carry_out(handed)


def same(*texts: str) -> bool:
    """Whether these identifiers are one person's."""
    return len({root_of(key(text)) for text in texts}) == 1


def values(rows: Iterable[Any]) -> list[str]:
    """Identifiers in writing."""
    return [str(row) for row in rows]
