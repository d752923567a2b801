"""Links and decisions about a set of keys, with their sources and reasons in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from regulars.unify.facts import sql
from regulars.unify.facts.queries import sources
from regulars.unify.identity.models import Decision

from . import words
from .people import IdentifierValue, identifiers

GONE = IdentifierValue("erased", "", 0, "", 0, None, None)


@dataclass(frozen=True)
class LinkEvidence:
    """What one source (and batch; 0 is live) said about two identifiers belonging together."""

    id: int
    from_: IdentifierValue
    to: IdentifierValue
    source_id: int
    source: str
    batch: int
    accepted: bool
    reason: str
    words: str
    first_position: int
    last_position: int
    count: int


@dataclass(frozen=True)
class StandingDecision:
    """What a colleague (or the system) decided and nobody took back; `at` as µs, 0 where it is not known.

    For an end `at` is when the value changed hands, else when it was decided.
    """

    position: int
    kind: str
    one: IdentifierValue
    other: IdentifierValue
    batch: int
    at: int
    actor: str
    words: str


def links_of(keys: Collection[int]) -> list[LinkEvidence]:
    """The standing links at either end of these keys, accepted or refused, in the order in which they were decided."""
    columns = "l.id, l.a, l.b, l.source, l.batch, l.accepted, l.reason, l.first_position, l.last_position, l.count"
    rows = set()
    for end in ("a", "b"):
        rows |= set(
            sql.select_keys(
                f"SELECT {columns} FROM {{given}} JOIN link l ON l.{end} = given.key"
                " WHERE l.withdrawn = 0 AND l.a <> l.b",
                keys,
            )
        )
    return link_evidence(sorted(rows, key=lambda row: (row[7], row[0])))


def link_evidence(rows: Collection[sql.Row]) -> list[LinkEvidence]:
    """Rows of the link table with what their keys and sources are."""
    known = named(key for row in rows for key in row[1:3])
    names = source_names()
    return [
        LinkEvidence(
            id_,
            known.get(a, GONE),
            known.get(b, GONE),
            source,
            names.get(source, str(source)),
            batch,
            bool(accepted),
            reason,
            words.link_reason(reason),
            *span,
        )
        for id_, a, b, source, batch, accepted, reason, *span in rows
    ]


def named(keys: Iterable[int]) -> dict[int, IdentifierValue]:
    """Key → its identifier."""
    return {one.key: one for one in identifiers(set(keys))}


def source_names() -> dict[int, str]:
    """Source id → name."""
    return dict(sources().values_list("id", "name"))


def decisions_about(keys: Collection[int]) -> list[StandingDecision]:
    """Standing decisions that name one of these keys, by position."""
    rows = {
        position
        for end in ("a", "b")
        for (position,) in sql.select_keys(
            f"SELECT d.position FROM {{given}} JOIN decision d ON d.{end} = given.key WHERE d.reversed_by = 0",
            keys,
        )
    }
    found = list(Decision.objects.filter(position__in=rows).order_by("position"))
    known = named(key for decision in found for key in (decision.a, decision.b) if key)
    return [standing_decision(decision, known) for decision in found]


def standing_decision(decision: Decision, known: dict[int, IdentifierValue]) -> StandingDecision:
    """A decision in words."""
    one, other = known.get(decision.a, GONE), known.get(decision.b, GONE)
    return StandingDecision(
        decision.position,
        decision.kind,
        one,
        other,
        decision.batch,
        decision.at or decision.decided_at,
        decision.actor,
        words.decision(decision.kind, str(one), str(other)),
    )
