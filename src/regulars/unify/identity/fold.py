"""Who is one person: the acceptance function, and the fold of a closure from its first link to its last. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from regulars.unify.facts.identifiers import TYPES, IdentifierType

from .names import compatible

TypeScope = tuple[str, str]
Claim = tuple[str, str, int]
"""What a trusted source stated about who this is: "name" or "birthday", the value, its position."""


class Evidence(NamedTuple):
    """One link as the acceptance function sees it."""

    a: int
    b: int
    position: int
    type_a: str
    type_b: str
    is_public: bool


class Verdict(NamedTuple):
    """Whether a link is accepted, and why."""

    accepted: bool
    reason: str


class Standing(msgspec.Struct):
    """The standing decisions that refuse links, and the rules of the types of identifiers."""

    aparts: dict[int, set[int]] = {}
    blocked: set[int] = set()
    parted: set[int] = set()
    quarantined: dict[int, int] = {}
    types: Mapping[str, IdentifierType] = msgspec.field(default_factory=lambda: TYPES)

    def refuses(self, link: Evidence) -> str:
        """Why a decision about one of its values refuses this link, or ""."""
        ends = {link.a, link.b}
        if not ends.isdisjoint(self.blocked):
            return "blocked"
        if not ends.isdisjoint(self.parted):
            return "parted"
        late = any(self.quarantined.get(key, link.position) < link.position for key in ends)
        return "quarantined" if late else ""


class Component:
    """A connected set of keys, with what the acceptance function needs to know of it."""

    __slots__ = ("claims", "counts", "keys", "known", "root")

    def __init__(self, key: int, type_: str, scope: str, claims: Iterable[Claim] = ()) -> None:
        self.keys = [key]
        self.root = key
        self.counts: dict[TypeScope, int] = {(type_, scope): 1}
        self.known = [] if TYPES[type_].anonymous else [key]
        self.claims = list(claims)

    def absorb(self, other: "Component") -> None:
        """Make one of the two; its root is the lowest key."""
        self.root = min(self.root, other.root)
        self.keys += other.keys
        self.known += other.known
        self.claims += other.claims
        for pair, count in other.counts.items():
            self.counts[pair] = self.counts.get(pair, 0) + count

    def claimed(self, what: str, position: int) -> list[str]:
        """The names or birthdays stated up to a position."""
        return [value for kind, value, at in self.claims if kind == what and at <= position]


Homes = dict[int, Component]


class Groups:
    """Two partitions of the same keys: `people` by all that is accepted, `solid` by what trusted sources said alone."""

    __slots__ = ("people", "solid")

    def __init__(self, people: Homes, solid: Homes) -> None:
        self.people = people
        self.solid = solid

    def unite(self, a: int, b: int, *, is_public: bool) -> None:
        """Make one person of two keys; a public claim makes nothing solid."""
        unite(self.people, a, b)
        if not is_public:
            unite(self.solid, a, b)


def unite(homes: Homes, a: int, b: int) -> None:
    """Join the components of two keys, the smaller into the larger."""
    x, y = homes[a], homes[b]
    if x is y:
        return
    if len(x.keys) < len(y.keys):
        x, y = y, x
    for key in y.keys:
        homes[key] = x
    x.absorb(y)


def are_apart(x: Component, y: Component, aparts: Mapping[int, set[int]]) -> bool:
    """Whether someone decided that these two are different people."""
    if not aparts:
        return False
    others = set(y.keys)
    return any(not others.isdisjoint(aparts[key]) for key in x.keys if key in aparts)


def decide(link: Evidence, groups: Groups, standing: Standing) -> Verdict:
    """The acceptance function: may this link make one person of two components? First rule that speaks wins."""
    x, y = groups.people[link.a], groups.people[link.b]
    if x is y:
        return Verdict(True, "same")
    if are_apart(x, y, standing.aparts):
        return Verdict(False, "apart")
    reason = (
        standing.refuses(link)
        or public_reason(link, x)
        or claimed_reason(link, x, y, groups.solid)
        or limit_reason(link, x, y, standing.types)
        or shared_reason(link, x, y, standing.types)
    )
    return Verdict(False, reason) if reason else Verdict(True, "joined")


def public_reason(link: Evidence, x: Component) -> str:
    """A public source may join its anonymous id to one person, and never two people."""
    return "public" if link.is_public and x.known else ""


def claimed_reason(link: Evidence, x: Component, y: Component, solid: Homes) -> str:
    """An anonymous id that is somebody's only by a public claim must not make one person of two known ones."""
    if link.is_public or not (x.known and y.known):
        return ""
    ends = ((link.a, link.type_a), (link.b, link.type_b))
    return "claimed" if any(TYPES[type_].anonymous and not solid[key].known for key, type_ in ends) else ""


def limit_reason(link: Evidence, x: Component, y: Component, types: Mapping[str, IdentifierType] = TYPES) -> str:
    """Different values where one is allowed, or more values than a person has.

    How many browsers somebody has is only limited for browsers' claims: a flood of them must not shut the next one out.
    """
    for (type_, scope), count in x.counts.items():
        other = y.counts.get((type_, scope), 0)
        limited = link.is_public or not types[type_].anonymous
        if other and limited and count + other > types[type_].limit:
            return f"limit:{type_}"
    return ""


def shared_reason(link: Evidence, x: Component, y: Component, types: Mapping[str, IdentifierType] = TYPES) -> str:
    """A value that families and firms share joins two known people only if nothing contradicts."""
    shared = [key for key, type_ in ((link.a, link.type_a), (link.b, link.type_b)) if types[type_].shareable]
    if not shared or not (is_known(x, shared, link.position) and is_known(y, shared, link.position)):
        return ""
    rank = max(types[type_].rank for type_ in (link.type_a, link.type_b) if types[type_].shareable)
    return contradiction(x, y, rank, link.position, types)


def is_known(component: Component, shared: Sequence[int], position: int) -> bool:
    """Whether a component is somebody, apart from the shared value itself."""
    return any(key not in shared for key in component.known) or any(at <= position for _, _, at in component.claims)


def contradiction(
    x: Component, y: Component, rank: int, position: int, types: Mapping[str, IdentifierType] = TYPES
) -> str:
    """What speaks against two components being one person."""
    if any(types[pair[0]].rank < rank and pair in y.counts for pair in x.counts):
        return "shared:stronger"
    birthdays = x.claimed("birthday", position), y.claimed("birthday", position)
    if all(birthdays) and set(birthdays[0]).isdisjoint(birthdays[1]):
        return "shared:birthday"
    names = x.claimed("name", position), y.claimed("name", position)
    if all(names) and not any(compatible(one, other) for one in names[0] for other in names[1]):
        return "shared:name"
    return ""


def fold(
    groups: Groups, joins: Iterable[tuple[int, int]], links: Sequence[Evidence], standing: Standing
) -> list[Verdict]:
    """Fold joins (by position), then links (in order), into `groups` (every key alone); a verdict for each link."""
    for a, b in joins:
        if not are_apart(groups.people[a], groups.people[b], standing.aparts):
            groups.unite(a, b, is_public=False)
    return [apply_link(groups, link, standing) for link in links]


def apply_link(groups: Groups, link: Evidence, standing: Standing) -> Verdict:
    """Decide one link, and join its components if it is accepted."""
    verdict = decide(link, groups, standing)
    if verdict.accepted:
        groups.unite(link.a, link.b, is_public=link.is_public)
    return verdict
