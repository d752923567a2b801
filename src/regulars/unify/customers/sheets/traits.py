"""The profile sheet: golden traits by category, each with its origin in words and what others say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regulars.base.fields.enums import Category
from regulars.base.fields.queries import fields, find_field
from regulars.unify.customers.queries import Customer, Origin, Provenance
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.enums import SourceKind

from .values import label, short_day, written

PARTS = {"first_name", "middle_name", "last_name"}
ORDER = {field.name: place for place, field in enumerate(fields())}


@dataclass(frozen=True)
class Saying:
    """One value and who says it; `row` is that of a file, `edit` the record of a colleague's correction."""

    text: str
    source: str
    is_colleague: bool
    row: int
    occurred_at: int
    edit: tuple[int, int] | None

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

    @property
    def is_taken_away(self) -> bool:
        """A colleague said that there is no such value."""
        return not self.text and self.said.is_colleague


@dataclass(frozen=True)
class TraitGroup:
    """The traits of one category."""

    label: str
    traits: tuple[Trait, ...]


def saying(trait: str, origin: Origin) -> Saying:
    """A value with who says it."""
    is_colleague = origin.source_kind == SourceKind.STAFF
    return Saying(
        written(trait, origin.value),
        origin.source,
        is_colleague,
        origin.row if origin.batch else 0,
        origin.occurred_at,
        (origin.key, origin.row) if is_colleague and origin.row else None,
    )


def trait_of(name: str, said: Provenance) -> Trait:
    """One line of the profile."""
    others = tuple(saying(name, other) for other in said.others)
    unconfirmed = tuple(saying(name, other) for other in said.unconfirmed)
    return Trait(name, label(name), written(name, said.value), saying(name, said), said.why, others, unconfirmed)


def shown(customer: Customer) -> Iterable[Trait]:
    """The traits that the profile shows, in the order of the data dictionary; consent is no trait."""
    names = sorted(customer.provenance, key=lambda name: (ORDER.get(name, len(ORDER)), name))
    for name in names:
        if not (is_consent(name) or is_in_name(name, customer.traits)):
            trait = trait_of(name, customer.provenance[name])
            if trait.text or trait.unconfirmed or trait.is_taken_away:
                yield trait


def is_in_name(part: str, traits: Mapping[str, Any]) -> bool:
    """Whether this is a part of a name that the whole name holds already."""
    whole, value = traits.get("name"), traits.get(part)
    return part in PARTS and isinstance(whole, str) and isinstance(value, str) and value in whole


def trait_groups(customer: Customer) -> list[TraitGroup]:
    """The profile by category; what nobody declared comes last."""
    by_category: dict[str, list[Trait]] = {}
    for trait in shown(customer):
        field = find_field(trait.name)
        by_category.setdefault(field.category if field else "", []).append(trait)
    labels = {str(category.value): str(category.label) for category in Category} | {"": _("Other")}
    return [TraitGroup(words, tuple(by_category[code])) for code, words in labels.items() if code in by_category]
