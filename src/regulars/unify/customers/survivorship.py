"""The golden record: which value of each trait survives, and where it came from. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from regulars.base.fields import queries as fields
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import IMPLAUSIBLE
from regulars.unify.facts.statement import SourceRef


class Said(NamedTuple):
    """A value as a record keeps it."""

    value: Any
    occurred_at: int
    message_id: str
    flags: int


class RecordRow(NamedTuple):
    """What one source (file row, edit) says of one key."""

    key: int
    source: SourceRef
    batch: int
    row: int
    traits: dict[str, Said]


class Ended(NamedTuple):
    """An e-mail or phone that belongs to somebody else since a moment."""

    trait: str
    value: str
    at: int


class Survivor(NamedTuple):
    """The value that won, and its origin."""

    value: Any
    occurred_at: int
    source: int
    batch: int
    row: int
    key: int
    message_id: str


Order = tuple[int, bool, int, str, int, int, int, int]


def order_of(record: RecordRow, said: Said) -> Order:
    """What makes one value win: source rank, plausible, time, message id, row; then the first batch, source and key."""
    plausible = not said.flags & IMPLAUSIBLE
    return (
        record.source.rank,
        plausible,
        said.occurred_at,
        said.message_id,
        record.row,
        -record.batch,
        -record.source.id,
        -record.key,
    )


def newer(one: Said, other: Said) -> bool:
    """Whether `one` replaces `other` within the same record."""
    return rank(one) > rank(other)


def rank(said: Said) -> tuple[bool, int, str]:
    """The order of values within one record."""
    return (not said.flags & IMPLAUSIBLE, said.occurred_at, said.message_id)


def golden(records: Sequence[RecordRow], ends: Collection[Ended] = (), confirmed: bool = False) -> dict[str, Survivor]:
    """The golden record over the records of one person.

    `confirmed`: a trusted source knows this person, so what public sources say of guarded fields is left out.
    """
    best: dict[str, tuple[Order, dict[str, Survivor]]] = {}
    for record in records:
        for unit, order, said in candidates(record, ends, confirmed):
            if unit not in best or order > best[unit][0]:
                best[unit] = (order, {name: survivor(record, value) for name, value in said.items()})
    return {
        name: value
        for _, values in sorted(best.items())
        for name, value in sorted(values[1].items())
        if value.value is not None
    }


def candidates(
    record: RecordRow, ends: Collection[Ended], confirmed: bool
) -> Iterator[tuple[str, Order, dict[str, Said]]]:
    """Each trait or unit that a record offers, with its order."""
    units: dict[str, dict[str, Said]] = {}
    known = fields.current()
    guarded = known.guarded if confirmed and record.source.is_public else frozenset[str]()
    for name, said in record.traits.items():
        if not (is_consent(name) or name in guarded):
            units.setdefault(known.unit_of.get(name, name), {})[name] = after_ends(name, said, ends)
    for unit, values in units.items():
        yield unit, max(order_of(record, said) for said in values.values()), values


def after_ends(name: str, said: Said, ends: Iterable[Ended]) -> Said:
    """The value, or a null from the moment on at which it changed hands."""
    for end in ends:
        if end.trait == name and end.value == said.value and said.occurred_at < end.at:
            return said._replace(value=None, occurred_at=end.at)
    return said


def survivor(record: RecordRow, said: Said) -> Survivor:
    """A value with its origin."""
    return Survivor(
        said.value, said.occurred_at, record.source.id, record.batch, record.row, record.key, said.message_id
    )
