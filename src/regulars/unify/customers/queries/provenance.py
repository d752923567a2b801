"""Where each value of a profile comes from, and why it won."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.base.fields.queries import guarded_fields
from regulars.unify.customers.projection import People
from regulars.unify.customers.survivorship import Offer, RecordRow, Said, additions, candidates, standing, survivors
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.statement import SourceRef

WHY = (
    _("a {kind} outranks a {other}"),
    _("the other time is implausible"),
    _("it is the newest"),
    _("said at the same moment; the greater message id decides"),
    _("the later row of the file decides"),
)


place_of = attrgetter("order")


@dataclass(frozen=True)
class Origin:
    """A value and who said it: file rows have a batch and a row, edits a row, live sources neither."""

    value: Any
    source: str
    source_kind: str
    batch: int
    row: int
    occurred_at: int
    message_id: str
    key: int


@dataclass(frozen=True)
class Provenance(Origin):
    """The value that won, in words why, the values that did not, and what public sources say without effect."""

    why: str
    others: tuple[Origin, ...]
    unconfirmed: tuple[Origin, ...]


def provenance(
    root: int, keys: Sequence[int], sources: Mapping[int, SourceRef], names: Mapping[int, str]
) -> dict[str, Provenance]:
    """Trait → where its value comes from, for one person or group; a value of None does not stand."""
    people = People(keys, sources)
    records = [record for key in keys for record in people.records.get(key, ())]
    is_group = TYPES[people.idents[root].type].group
    if is_group:
        records = [record for record in records if not record.source.is_public] or records
    confirmed = not is_group and not people.trusted.isdisjoint(keys)
    ends = () if is_group else people.ends(keys)
    units: dict[str, list[Offer]] = {}
    for record in records:
        for unit, offer in candidates(record, ends, confirmed):
            units.setdefault(unit, []).append(offer)
    left_out = unconfirmed(records, names) if confirmed else {}
    found = {trait: only_unconfirmed(origins) for trait, origins in left_out.items()}
    for offers in units.values():
        ranked = by_standing(offers)
        for trait in {trait for offer in ranked for trait in offer.said}:
            found[trait] = explained(trait, ranked, left_out.get(trait, ()), names)
    return dict(sorted(found.items()))


def explained(
    trait: str, ranked: Sequence[Offer], left_out: Collection[Origin], names: Mapping[int, str]
) -> Provenance:
    """The provenance of one trait, whose unit was won by the first offer."""
    best, *rest = ranked
    others = tuple(origin(offer.record, offer.said[trait], names) for offer in rest if trait in offer.said)
    if added := additions(best, ranked):
        winner = replace(origin(best.record, best.lead, names), value=survivors(ranked)[trait].value)
        why = str(_("lists of {count} sources, put together")).format(count=len(added) + 1)
    elif trait in best.said:
        winner, why = origin(best.record, best.said[trait], names), reason(ranked)
    else:
        first = next(iter(best.said.values()))._replace(value=None)
        winner = origin(best.record, first, names)
        why = str(_("what belongs together comes from one source as a whole"))
    return Provenance(**vars(winner), why=why, others=others, unconfirmed=tuple(left_out))


def by_standing(offers: Sequence[Offer]) -> list[Offer]:
    """The winner first; those that how a column competes takes out come last."""
    stands = standing(offers)
    left_out = [offer for offer in offers if not any(offer is one for one in stands)]
    return [*sorted(stands, key=place_of, reverse=True), *sorted(left_out, key=place_of, reverse=True)]


def only_unconfirmed(origins: Sequence[Origin]) -> Provenance:
    """Public sources say something of a trait of which no trusted source says anything."""
    said = vars(origins[0]) | {"value": None}
    return Provenance(**said, why=str(_("not confirmed by a trusted source")), others=(), unconfirmed=tuple(origins))


def reason(ranked: Sequence[Offer]) -> str:
    """Why the first offer won over the second."""
    best = ranked[0]
    if best.record.source.is_staff:
        return str(_("a colleague's correction"))
    if len(ranked) == 1:
        return str(_("nobody says otherwise"))
    if not any(ranked[1] is offer for offer in standing(ranked)):
        return str(_("the columns of the file say so"))
    pairs = zip(best.order, ranked[1].order, strict=True)
    place = next((number for number, (one, other) in enumerate(pairs) if one != other), len(WHY))
    words = WHY[min(place, len(WHY) - 1)]
    kinds = (SourceKind(offer.record.source.kind).label for offer in (best, ranked[1]))
    return str(words).format(**dict(zip(("kind", "other"), kinds, strict=True)))


def origin(record: RecordRow, said: Said, names: Mapping[int, str]) -> Origin:
    """A value with who said it."""
    source = record.source
    return Origin(
        said.value,
        names.get(source.id, str(source.id)),
        source.kind,
        record.batch,
        record.row,
        said.occurred_at,
        said.message_id,
        record.key,
    )


def unconfirmed(records: Sequence[RecordRow], names: Mapping[int, str]) -> dict[str, list[Origin]]:
    """Trait → what public sources say of it although a trusted source knows this person."""
    guarded = guarded_fields()
    found: dict[str, list[Origin]] = {}
    for record in records:
        if record.source.is_public:
            for trait in record.traits.keys() & guarded:
                found.setdefault(trait, []).append(origin(record, record.traits[trait], names))
    return found
