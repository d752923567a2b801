"""The golden record: which value of each trait survives, and where it came from. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE, NEWEST, OVERWRITE
from regulars.unify.facts.parse import ROW
from regulars.unify.facts.statement import SourceRef

MODES = NEWEST | FILL | OVERWRITE | APPEND

encode = msgspec.json.Encoder().encode


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


class Offer(NamedTuple):
    """What one record says of one trait or unit, and its place; the value that leads is the newest part of a unit.

    `is_added`: the items of its list are added to what others say.
    """

    order: "Order"
    lead: Said
    record: RecordRow
    said: dict[str, Said]
    is_added: bool = False


Order = tuple[int, bool, int, str, int, int, int, int]


def order_of(record: RecordRow, said: Said) -> Order:
    """What makes one value win: source rank, plausible, time, message id, row; then the first batch, source and key.

    A file's row is named after its number, which as a text would have row 9 behind row 10.
    """
    plausible = not said.flags & IMPLAUSIBLE
    return (
        record.source.rank,
        plausible,
        said.occurred_at,
        "" if record.batch and said.message_id.startswith(ROW) else said.message_id,
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
    units: dict[str, list[Offer]] = {}
    for record in records:
        for unit, offer in candidates(record, ends, confirmed):
            units.setdefault(unit, []).append(offer)
    return {
        name: value
        for unit in sorted(units)
        for name, value in sorted(survivors(units[unit]).items())
        if value.value is not None
    }


def golden_of_one(record: RecordRow) -> dict[str, Survivor]:
    """What `golden` says over this record alone: all of it survives."""
    traits = record.traits
    return {
        name: survivor(record, said)
        for name in in_order(fields.current().version, tuple(traits))
        if (said := traits[name]).value is not None
    }


@lru_cache(maxsize=1_000)
def in_order(_version: str, names: Collection[str]) -> list[str]:
    """Names of traits as a golden record has them: by unit, without consents, which are no traits."""
    unit_of = fields.current().unit_of
    return sorted((name for name in names if not is_consent(name)), key=lambda name: (unit_of.get(name, name), name))


def golden_of_units(records: Iterable[RecordRow], units: Collection[str]) -> dict[str, Survivor]:
    """That part of `golden` which is of these traits and units: each survives by itself."""
    unit_of = fields.current().unit_of
    return golden(
        [
            record._replace(
                traits={name: said for name, said in record.traits.items() if unit_of.get(name, name) in units}
            )
            for record in records
        ]
    )


def candidates(record: RecordRow, ends: Collection[Ended], confirmed: bool) -> Iterator[tuple[str, Offer]]:
    """Each trait or unit that a record offers."""
    units: dict[str, dict[str, Said]] = {}
    known = fields.current()
    guarded = known.guarded if confirmed and record.source.is_public else frozenset[str]()
    for name, said in record.traits.items():
        if not (is_consent(name) or name in guarded):
            units.setdefault(known.unit_of.get(name, name), {})[name] = after_ends(name, said, ends) if ends else said
    for unit, values in units.items():
        order, lead = max(((order_of(record, said), name) for name, said in values.items()), key=itemgetter(0))
        is_added = bool(values[lead].flags & APPEND) and lead == unit and isinstance(values[lead].value, list)
        yield unit, Offer(order, values[lead], record, values, is_added)


def survivors(offers: Sequence[Offer]) -> dict[str, Survivor]:
    """The values of one trait or unit that survive among what is offered of it."""
    best = offers[0] if len(offers) == 1 else max(standing(offers), key=attrgetter("order"))
    if added := additions(best, offers):
        origin = added[-1] if best.lead.value is None else best
        (name,) = origin.said
        return {name: survivor(origin.record, origin.lead._replace(value=united(best, added)))}
    return {name: survivor(best.record, said) for name, said in best.said.items()}


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


def standing(offers: Sequence[Offer]) -> list[Offer]:
    """The offers among which the greatest wins: how columns of a file compete takes some out, whatever their order.

    Those that are added to a list win only where nobody says anything else. What fills blanks stands back where
    anybody says something. Of the rest, a value of a column where the newest wins goes where another is later, and
    what overwrites takes out what others, but not colleagues, said before it.
    """
    if not any(offer.lead.flags & MODES for offer in offers):
        return list(offers)
    left = [offer for offer in offers if not offer.is_added] or list(offers)
    left = fills(left) or [offer for offer in left if not offer.lead.flags & FILL]
    left = [
        offer for offer in left if not (offer.lead.flags & NEWEST and any(is_later(other, offer) for other in left))
    ]
    overwriting = [offer for offer in left if offer.lead.flags & OVERWRITE and not offer.lead.flags & IMPLAUSIBLE]
    return [
        offer
        for offer in left
        if offer.record.source.is_staff or not any(is_later(over, offer) for over in overwriting)
    ]


def fills(offers: Sequence[Offer]) -> list[Offer]:
    """Those that fill a blank: nobody else says anything, or only that it is empty, earlier and not as a colleague."""
    others = [offer for offer in offers if not offer.lead.flags & FILL]
    return [
        offer
        for offer in offers
        if offer.lead.flags & FILL and all(is_blank(other) and is_later(offer, other) for other in others)
    ]


def is_blank(offer: Offer) -> bool:
    """Whether a source says that there is nothing; of a colleague that is a correction."""
    is_empty = all(said.value is None or said.value == "" for said in offer.said.values())
    return is_empty and not offer.record.source.is_staff


def is_later(one: Offer, other: Offer) -> bool:
    """Whether one was said at a later time that is plausible; an implausible time is before every other."""
    if one.lead.flags & IMPLAUSIBLE:
        return False
    return bool(other.lead.flags & IMPLAUSIBLE) or one.lead.occurred_at > other.lead.occurred_at


def additions(best: Offer, offers: Sequence[Offer]) -> list[Offer]:
    """The lists that are added to what the winner says, the least first.

    What a colleague corrected, and what was emptied, takes only what was said later.
    """
    added = sorted((offer for offer in offers if offer.is_added and offer is not best), key=attrgetter("order"))
    if best.lead.value is None or best.record.source.is_staff:
        return [offer for offer in added if is_later(offer, best)]
    return added


def united(best: Offer, added: Sequence[Offer]) -> list[Any]:
    """The items of all of them, each once, the winner's first."""
    said = best.lead.value
    items = said if isinstance(said, list) else [] if said is None else [said]
    every = [*items, *(item for offer in added for item in offer.lead.value)]
    return list({encode(item): item for item in every}.values())
