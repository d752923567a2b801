"""The newest facts of a source: what the road made of them, and what its door refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from regulars.collect.sources.masking import masked, safe_name
from regulars.collect.sources.models import Arrival as ArrivalRow
from regulars.collect.sources.refusals import in_words
from regulars.unify.facts import queries as facts
from regulars.unify.facts.statement import Remark

from . import words

if TYPE_CHECKING:
    from regulars.unify.facts.models import Rejected

AT_ONCE = 50
REMARKS = ("repaired", "ignored", "key_in_public")
"""Codes that doors write down about what they took nevertheless."""
FILED, REFUSED, VIOLATING, REJECTED = "filed", "refused", "violating", "rejected"
ONLY = (FILED, REFUSED, VIOLATING, REJECTED)

decode = msgspec.json.decode
decode_remarks = msgspec.json.Decoder(list[Remark]).decode


class Cursor(NamedTuple):
    """How far somebody has seen: a position on the road, and the number of a rejection."""

    position: int = 0
    rejection: int = 0


@dataclass(frozen=True)
class Arrival:
    """A fact as the road dealt with it; times in µs. `refused` is a code, `why` sentences. A key of 0 is nobody's."""

    position: int
    source: int
    key: int
    kind: str
    event: str
    message_id: str
    occurred_at: int
    received_at: int
    refused: str
    remarks: tuple[str, ...]
    payload: str

    @property
    def name(self) -> str:
        """The event; what other calls are, in words."""
        return self.event or words.call(self.kind)

    @property
    def verdict(self) -> str:
        """filed, violating (filed, against the plan) or refused."""
        return REFUSED if self.refused else VIOLATING if self.remarks else FILED

    @property
    def why(self) -> tuple[str, ...]:
        """Why it was refused, and how it departs from the plan."""
        return (words.refusal(self.refused), *self.remarks) if self.refused else self.remarks

    def said(self) -> Any:
        """What it said, as JSON; a text where it was too long to be kept whole."""
        try:
            said = decode(self.payload)
            return words.spoken(said) if self.refused else said
        except msgspec.DecodeError:
            return self.payload


@dataclass(frozen=True)
class Refused:
    """What a door refused: nothing of it was filed."""

    id: int
    source: int | None
    rejected_at: int
    message_id: str
    code: str
    message: str
    body: str

    @property
    def words(self) -> str:
        """The message in the reader's language."""
        return in_words(self.code, self.message)

    @property
    def was_kept(self) -> bool:
        """Whether this only remarks on something that was taken."""
        return self.code in REMARKS

    @property
    def shape(self) -> Any:
        """The body with masked values, but for what kind of call it is; None if it is no JSON."""
        try:
            said = decode(self.body)
        except msgspec.DecodeError:
            return None
        shape = words.spoken(masked(said))
        for name in ("type", "event") if isinstance(said, dict) else ():
            if isinstance(said.get(name), str):
                shape[name] = safe_name(said[name])
        return shape


@dataclass(frozen=True)
class Line:
    """One line of the debugger: an arrival or a rejection."""

    at: int
    arrival: Arrival | None = None
    refused: Refused | None = None


def arrivals(source: int, after: int = 0, *, only: str = "", text: str = "", limit: int = AT_ONCE) -> list[Arrival]:
    """The newest facts of a source after a position, newest first."""
    found = ArrivalRow.objects.filter(source=source, position__gt=after).order_by("-position")
    if only == FILED:
        found = found.filter(refused="", remarks="")
    elif only == REFUSED:
        found = found.exclude(refused="")
    elif only == VIOLATING:
        found = found.exclude(remarks="")
    if text:
        found = found.filter(event__icontains=text) | found.filter(kind=text.lower())
    return [read(row) for row in found[:limit]]


def arrival(source: int, position: int) -> Arrival | None:
    """One of them; None if it is gone."""
    row = ArrivalRow.objects.filter(source=source, position=position).first()
    return None if row is None else read(row)


def read(row: ArrivalRow) -> Arrival:
    remarks = tuple(words.remark(one) for one in decode_remarks(row.remarks)) if row.remarks else ()
    return Arrival(
        *(row.position, row.source, row.key, row.kind, row.event, row.message_id),
        *(row.occurred_at, row.received_at, row.refused, remarks, row.payload),
    )


def rejected(source: int | None = None, after: int = 0, *, limit: int = AT_ONCE) -> list[Refused]:
    """What doors refused lately, newest first."""
    return [refused(row) for row in facts.rejected(source).filter(pk__gt=after)[:limit]]


def rejection(source: int, number: int) -> Refused | None:
    """One of them; None if it is gone."""
    row = facts.rejected(source).filter(pk=number).first()
    return None if row is None else refused(row)


def refused(row: "Rejected") -> Refused:
    return Refused(row.pk, row.source, row.rejected_at, row.message_id, row.code, row.message, row.body)


def lines(source: int, after: Cursor, *, only: str = "", text: str = "") -> tuple[list[Line], Cursor]:
    """The newest of both, newest first, and how far that is."""
    came = [] if only == REJECTED else arrivals(source, after.position, only=only, text=text)
    turned_away = rejected(source, after.rejection) if only in {"", REJECTED} and not text else []
    found = [Line(one.received_at, arrival=one) for one in came]
    found += [Line(one.rejected_at, refused=one) for one in turned_away]
    found.sort(key=lambda line: -line.at)
    seen = Cursor(newest(after.position, (one.position for one in came)),
                  newest(after.rejection, (one.id for one in turned_away)))  # fmt: skip
    return found[:AT_ONCE], seen


def newest(before: int, numbers: Iterable[int]) -> int:
    return max(before, *numbers, before)
