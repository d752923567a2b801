"""One customer as somebody may see them, with where all comes from; and finding customers by exact identifiers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from regulars.base.fields.masks import Shown, Sight
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.golden import values_of
from regulars.unify.customers.owners import check_reach, reachable
from regulars.unify.customers.projection import People, with_evidence
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.facts.queries import source_ref
from regulars.unify.facts.queries import sources as all_sources
from regulars.unify.identity import queries as identity
from regulars.unify.identity import store
from regulars.unify.identity.errors import NobodyFound, SeveralFound
from regulars.unify.identity.queries import IdentifierValue, LinkEvidence, StandingDecision
from regulars.unify.identity.queries.people import KEY, MOST_CHOICES, as_key, current

from .groups import Group, groups_of, members_of_group
from .names import golden_traits, name_of
from .provenance import Provenance, provenance
from .seeing import Lens, lens_of, seen_traits, ties_seen

MOST_MEMBERS = 200


@dataclass(frozen=True)
class Found:
    """A customer in a list; `matched` are the identifiers that were asked for."""

    key: int
    kind: str
    name: str
    matched: tuple[str, ...]
    identifiers: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """How many there are besides those that are shown: this reader may not see them."""

    identifiers: int = 0
    groups: int = 0
    members: int = 0


@dataclass(frozen=True)
class Customer:
    """A person or group as somebody may see them: `key` as it was asked for, `root` the key that stands for all.

    `keys` are all of theirs; `identifiers` those that are shown, strongest first; `links` come with refused ones;
    `members` are at most 200 of those in a group.
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
    keys: tuple[int, ...]
    left_out: LeftOut


def find(text: str, *, sight: Sight) -> list[Found]:
    """The customers with exactly this identifier, in any type and spelling, or with this key."""
    return found_by(identity.find_identifiers(text), sight)


def find_typed(type_: str, value: str, *, sight: Sight) -> list[Found]:
    """The customers with exactly this identifier of one type; nobody for a type that is not seen whole."""
    if not sight.mask.sees(type_):
        return []
    return found_by(identity.find_typed([type_], value), sight)


def found_by(matched: Collection[IdentifierValue], sight: Sight) -> list[Found]:
    """The customers whom these identifiers belong to, lowest key first; those without evidence are hidden."""
    matched = [one for one in matched if sight.mask.sees(one.type)]
    roots = store.roots_of(one.key for one in matched)
    wanted: dict[int, list[str]] = {}
    for one in matched:
        wanted.setdefault(roots[one.key], []).append(str(one))
    return listed(visible(reachable(wanted.keys(), sight)), sight, wanted)


def pick(text: str, *, sight: Sight) -> int:
    """The key that a text means among those whom somebody may see, as `identity.pick_identifier` picks it.

    A key may be written by anyone, a value by whoever sees its type whole. Raises NobodyFound, SeveralFound.
    """
    key = as_key(text.strip().removeprefix(f"{KEY}/"))
    if key and (identity.identifiers([key]) and reachable([identity.root_of(key)], sight)):
        return key
    found = [one for one in identity.find_identifiers(text) if sight.mask.sees(one.type)]
    roots = store.roots_of(one.key for one in found)
    seen = reachable(set(roots.values()), sight)
    found = current([one for one in found if roots[one.key] in seen])
    if not found:
        raise NobodyFound(text=text)
    if len({roots[one.key] for one in found}) > 1:
        raise SeveralFound(text=text, choices=", ".join(f"key/{one.key} ({one.type})" for one in found[:MOST_CHOICES]))
    return found[0].key


def listed(roots: Collection[int], sight: Sight, matched: dict[int, list[str]] | None = None) -> list[Found]:
    """Customers as list rows."""
    members = store.members_of(sorted(roots))
    known = {one.key: one for one in identity.identifiers(key for keys in members.values() for key in keys)}
    traits, lens = golden_traits(members), Lens(sight.mask)
    return [
        Found(
            root,
            kind := TYPES[known[root].type].kind,
            name_of(seen_traits(traits.get(root, {}), kind, sight.mask)),
            tuple((matched or {}).get(root, ())),
            tuple(map(str, shown_identifiers([known[key] for key in keys], lens))),
        )
        for root, keys in sorted(members.items())
    ]


def shown_identifiers(identifiers: Collection[IdentifierValue], lens: Lens) -> tuple[IdentifierValue, ...]:
    """Those of somebody's identifiers that are shown, strongest first, as they are seen."""
    shown = (one for one in identifiers if lens.mask.of(one.type) is not Shown.HIDDEN)
    return tuple(map(lens.identifier, sorted(shown, key=lambda one: one.strength)))


def visible(roots: Collection[int]) -> set[int]:
    """Those of whom evidence stands under one of their keys."""
    members = store.members_of(roots)
    evident = with_evidence({key for keys in members.values() for key in keys})
    return {root for root, keys in members.items() if not evident.isdisjoint(keys)}


def customer(key: int, *, sight: Sight) -> Customer:
    """What somebody may see of a customer. Raises CustomerUnknown (also for whom they may not see), CustomerHidden."""
    identifiers = identity.members(key)
    root = identity.root_of(key)
    check_reach([key], sight)
    if not visible({root}):
        raise CustomerHidden
    keys, kind, lens = tuple(one.key for one in identifiers), TYPES[identifiers[0].type].kind, Lens(sight.mask)
    traits = lens.traits(golden_traits([root]).get(root, {}), kind)
    sources = {source.pk: source_ref(source) for source in all_sources()}
    public = {ref.id for ref in sources.values() if ref.is_public}
    groups = groups_of(keys, public) if kind == PERSON else []
    members = [] if kind == PERSON else members_of_group(root, public)
    seen_groups, seen_members = groups_seen(groups, sight), sorted(reachable(members, sight))
    shown = shown_identifiers(identifiers, lens)
    return Customer(
        key=key,
        root=root,
        kind=kind,
        name=name_of(traits),
        traits=traits,
        provenance=lens.provenance(provenance(root, keys, sources, identity.source_names()), kind),
        identifiers=shown,
        links=ties_seen(identity.links_of(keys), sight),
        decisions=ties_seen(identity.decisions_about(keys), sight),
        groups=seen_groups,
        members=tuple(listed(seen_members[:MOST_MEMBERS], sight)),
        keys=keys,
        left_out=LeftOut(
            len(identifiers) - len(shown), len(groups) - len(seen_groups), len(members) - len(seen_members)
        ),
    )


def groups_seen(groups: Collection[Group], sight: Sight) -> tuple[Group, ...]:
    """The groups of somebody that are shown, as they are seen."""
    roots = store.roots_of(group.key for group in groups) if sight.owners is not None else {}
    seen = reachable(set(roots.values()), sight)
    return tuple(group.seen(sight.mask) for group in groups if roots.get(group.key) in seen or sight.owners is None)


def golden_together(keys: Collection[int], *, sight: Sight) -> dict[str, Any]:
    """The traits that one person with all these keys would have. Raises CustomerUnknown."""
    check_reach(keys, sight)
    people = People(sorted(keys), {source.pk: source_ref(source) for source in all_sources()})
    _, traits = people.golden_of(min(keys), sorted(keys))
    return seen_traits(values_of(traits), PERSON, sight.mask)


def provenance_together(keys: Collection[int], *, sight: Sight) -> dict[str, Provenance]:
    """Where each trait of one person with all these keys would come from. Raises CustomerUnknown."""
    check_reach(keys, sight)
    sources = {source.pk: source_ref(source) for source in all_sources()}
    together = provenance(min(keys), sorted(keys), sources, identity.source_names())
    return lens_of(sight, ()).provenance(together, PERSON)
