"""One customer, with all that is known and where from; and finding customers by exact identifiers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from regulars.base.fields.masks import Sight
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.golden import values_of
from regulars.unify.customers.projection import People, with_evidence
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.facts.queries import source_ref
from regulars.unify.facts.queries import sources as all_sources
from regulars.unify.identity import queries as identity
from regulars.unify.identity import store
from regulars.unify.identity.queries import IdentifierValue, LinkEvidence, StandingDecision

from .groups import Group, groups_of, members_of_group
from .names import golden_traits, name_of
from .provenance import Provenance, provenance


@dataclass(frozen=True)
class Found:
    """A customer in a list; `matched` are the identifiers that were asked for."""

    key: int
    kind: str
    name: str
    matched: tuple[str, ...]
    identifiers: tuple[str, ...]


@dataclass(frozen=True)
class Customer:
    """A person or group: `key` as it was asked for, `root` the key that stands for all of theirs.

    `identifiers` are strongest first; `links` come with refused ones; `members` are the roots in a group.
    """

    key: int
    root: int
    kind: str
    name: str
    traits: dict[str, Any]
    provenance: dict[str, Provenance]
    identifiers: tuple[IdentifierValue, ...]
    links: tuple[LinkEvidence, ...]
    decisions: tuple[StandingDecision, ...]
    groups: tuple[Group, ...]
    members: tuple[Found, ...]

    @property
    def keys(self) -> list[int]:
        """Every key of this customer."""
        return [one.key for one in self.identifiers]


def find(text: str, *, sight: Sight) -> list[Found]:
    """The customers with exactly this identifier, in any type and spelling, or with this key."""
    return found_by(identity.find_identifiers(text), sight)


def find_typed(type_: str, value: str, *, sight: Sight) -> list[Found]:
    """The customers with exactly this identifier of one type."""
    return found_by(identity.find_typed([type_], value), sight)


def found_by(matched: Collection[IdentifierValue], sight: Sight) -> list[Found]:
    """The customers whom these identifiers belong to, lowest key first; those without evidence are hidden."""
    matched = [one for one in matched if sight.mask.sees(one.type)]
    roots = store.roots_of(one.key for one in matched)
    wanted: dict[int, list[str]] = {}
    for one in matched:
        wanted.setdefault(roots[one.key], []).append(str(one))
    return listed(visible(set(wanted)), wanted)


def listed(roots: Collection[int], matched: dict[int, list[str]] | None = None) -> list[Found]:
    """Customers as list rows."""
    members = store.members_of(sorted(roots))
    known = {one.key: one for one in identity.identifiers(key for keys in members.values() for key in keys)}
    traits = golden_traits(members)
    return [
        Found(
            root,
            TYPES[known[root].type].kind,
            name_of(traits.get(root, {})),
            tuple((matched or {}).get(root, ())),
            tuple(str(one) for one in sorted((known[key] for key in keys), key=lambda one: one.strength)),
        )
        for root, keys in sorted(members.items())
    ]


def visible(roots: Collection[int]) -> set[int]:
    """Those of whom evidence stands under one of their keys."""
    members = store.members_of(roots)
    evident = with_evidence({key for keys in members.values() for key in keys})
    return {root for root, keys in members.items() if not evident.isdisjoint(keys)}


def customer(key: int, *, sight: Sight) -> Customer:
    """What somebody may see of a customer. Raises CustomerUnknown, CustomerHidden."""
    identifiers = identity.members(key)
    root = identity.root_of(key)
    if not visible({root}):
        raise CustomerHidden
    keys = [one.key for one in identifiers]
    sources = {source.pk: source_ref(source) for source in all_sources()}
    public = {ref.id for ref in sources.values() if ref.is_public}
    traits = sight.mask.traits(golden_traits([root]).get(root, {}))
    kind = TYPES[identifiers[0].type].kind
    return Customer(
        key=key,
        root=root,
        kind=kind,
        name=name_of(traits),
        traits=traits,
        provenance=provenance(root, keys, sources, identity.source_names()),
        identifiers=tuple(identifiers),
        links=tuple(identity.links_of(keys)),
        decisions=tuple(identity.decisions_about(keys)),
        groups=tuple(groups_of(keys, public)) if kind == PERSON else (),
        members=() if kind == PERSON else tuple(listed(members_of_group(root, public))),
    )


def golden_together(keys: Collection[int]) -> dict[str, Any]:
    """The traits that one person with all these keys would have."""
    people = People(sorted(keys), {source.pk: source_ref(source) for source in all_sources()})
    _, traits = people.golden_of(min(keys), sorted(keys))
    return values_of(traits)
