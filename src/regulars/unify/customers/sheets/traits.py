"""The profile sheet: golden traits by category, each with its origin in words and what others say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.utils.translation import pgettext

from regulars.base.fields.enums import Category
from regulars.base.fields.masks import Mask, Shown
from regulars.base.fields.queries import fields, find_field, units
from regulars.unify.customers.queries import Customer, Origin, Provenance
from regulars.unify.customers.queries.history import Past
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.identifiers import PERSON

from .values import label, short_day, written

PARTS = {"first_name", "middle_name", "last_name"}
ELSEWHERE = {"tags"}
"""Traits that the head of the page shows."""
IMPORTANT = ("name", "phone", "email", "city", "birthday", "interests", "language")
"""What a shop wants to know of each person: offered to be filled in while it is not known."""
MOST_UNDECLARED = 8
SHOWN_LETTERS = 240


@dataclass(frozen=True)
class Saying:
    """One value and who says it; `row` is that of a file, `edit` the record of a colleague's correction.

    `actor` is the colleague, empty where it was not noted.
    """

    text: str
    source: str
    is_colleague: bool
    row: int
    occurred_at: int
    edit: tuple[int, int] | None
    actor: str = ""
    is_withdrawn: bool = False

    @property
    def on(self) -> str:
        """The day in few letters: without the year if that is this one."""
        return short_day(self.occurred_at)


@dataclass(frozen=True)
class Trait:
    """One line of the profile. Without `text` nothing stands: a colleague took it away, or nobody confirmed it."""

    name: str
    label: str
    text: str
    said: Saying
    why: str
    others: tuple[Saying, ...]
    unconfirmed: tuple[Saying, ...]
    is_whole: bool = True

    @property
    def mark(self) -> str:
        """A name for this line that can stand in a page: traits may be called anything."""
        return f"t{blake2b(self.name.encode(), digest_size=5).hexdigest()}"

    @property
    def is_long(self) -> bool:
        """Whether only its beginning stands in its line."""
        return len(self.text) > SHOWN_LETTERS

    @property
    def is_taken_away(self) -> bool:
        """A colleague said that there is no such value."""
        return not self.text and self.said.is_colleague


@dataclass(frozen=True)
class TraitGroup:
    """The traits of one category, what is missing of it as (name, label), and how many more there are."""

    code: str
    label: str
    traits: tuple[Trait, ...]
    missing: tuple[tuple[str, str], ...] = ()
    more: int = 0


def saying(trait: str, origin: Origin | Past) -> Saying:
    """A value with who says it."""
    is_colleague = origin.source_kind == SourceKind.STAFF
    return Saying(
        written(trait, origin.value),
        origin.source,
        is_colleague,
        origin.row if origin.batch else 0,
        origin.occurred_at,
        (origin.key, origin.row) if is_colleague and origin.row else None,
        actor_of_edit(origin.message_id) if is_colleague else "",
        isinstance(origin, Past) and origin.is_withdrawn,
    )


def actor_of_edit(message_id: str) -> str:
    """Who made a correction, as its message id says: “user:3/…”."""
    actor, slash, _rest = message_id.partition("/")
    return actor if slash else ""


def trait_of(name: str, said: Provenance, mask: Mask) -> Trait:
    """One line of the profile."""
    others = tuple(saying(name, other) for other in said.others)
    unconfirmed = tuple(saying(name, other) for other in said.unconfirmed)
    return Trait(name, label(name), written(name, said.value), saying(name, said), said.why, others, unconfirmed,
                 mask.of(name) is Shown.WHOLE)  # fmt: skip


def order() -> Mapping[str, int]:
    """The place of each field in a profile."""
    return {field.name: place for place, field in enumerate(fields())}


def shown(customer: Customer, mask: Mask) -> Iterable[Trait]:
    """The traits that the profile shows, in the order of the data dictionary; consent is no trait."""
    places = order()
    names = sorted(customer.provenance, key=lambda name: (places.get(name, len(places)), name))
    for name in names:
        if not (is_consent(name) or name in ELSEWHERE or is_in_name(name, customer.traits)):
            trait = trait_of(name, customer.provenance[name], mask)
            if trait.text or trait.unconfirmed or (trait.is_taken_away and not gave_way(name, customer.traits)):
                yield trait


def gave_way(name: str, traits: Mapping[str, Any]) -> bool:
    """Whether this is a part of an address (or the like) that was corrected as a whole, and has no such part now."""
    field = find_field(name)
    return bool(field and field.unit and any(part in traits for part in units()[field.unit]))


def one_trait(customer: Customer, name: str, mask: Mask) -> Trait | None:
    """The line of one trait; None where nothing is said of it."""
    return next((trait for trait in shown(customer, mask) if trait.name == name), None)


def is_in_name(part: str, traits: Mapping[str, Any]) -> bool:
    """Whether this is a part of a name that the whole name holds already."""
    whole, value = traits.get("name"), traits.get(part)
    return part in PARTS and isinstance(whole, str) and isinstance(value, str) and value in whole


def trait_groups(customer: Customer, mask: Mask, *, is_all: bool = False, may_fill: bool = False) -> list[TraitGroup]:
    """The profile by category, with what could be filled in; of what nobody declared, which comes last, a few."""
    by_category: dict[str, list[Trait]] = {}
    for trait in shown(customer, mask):
        field = find_field(trait.name)
        by_category.setdefault(field.category if field else "", []).append(trait)
    gaps = missing(customer, mask) if may_fill else {}
    labels = {str(category.value): str(category.label) for category in Category}
    labels[""] = pgettext("group of traits", "Other")
    return [
        group_of(code, words, by_category.get(code, []), gaps.get(code, ()), is_all=is_all)
        for code, words in labels.items()
        if code in by_category or code in gaps
    ]


def group_of(
    code: str, words: str, traits: Sequence[Trait], gaps: Sequence[tuple[str, str]], *, is_all: bool
) -> TraitGroup:
    """One category; undeclared traits beyond the first few only where all are asked for."""
    cut = traits if code or is_all else traits[:MOST_UNDECLARED]
    return TraitGroup(code, words, tuple(cut), tuple(gaps), len(traits) - len(cut))


def missing(customer: Customer, mask: Mask) -> dict[str, list[tuple[str, str]]]:
    """Category → the fields of a person of which nothing stands, and that this reader would see whole: those that every
    shop wants to know, and those that this one declared."""
    found: dict[str, list[tuple[str, str]]] = {}
    if customer.kind != PERSON:
        return found
    own = [field.name for field in fields() if not field.is_built_in]
    for name in (*IMPORTANT, *own[:MOST_UNDECLARED]):
        field = find_field(name)
        known = customer.name if name == "name" else customer.traits.get(name)
        said = customer.provenance.get(name)
        if field and not known and mask.sees(name) and not (said and (said.unconfirmed or said.value is not None)):
            found.setdefault(str(field.category), []).append((name, str(field.label)))
    return found
