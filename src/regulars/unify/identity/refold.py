"""Fold a closure again from its first link, after a decision or a withdrawal."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from regulars.unify.facts import sql

from . import store
from .fold import Claim, Component, Evidence, Groups, Homes, Standing, Verdict, fold

Joins = list[tuple[int, int]]


class StoredLink(NamedTuple):
    """A standing link as it was decided last."""

    id: int
    a: int
    b: int
    source: int
    position: int
    verdict: Verdict


def refold(keys: Collection[int], public: Collection[int], standing: Standing, position: int) -> set[int]:
    """Decide again every link of the closure of these keys; returns the closure.

    `public` are the ids of public sources; `position` is that of the decision which made it necessary.
    """
    closure = closure_of(keys)
    links = standing_links(closure)
    people, verdicts = fold_closure(closure, links, joins_among(closure), public, standing)
    store_verdicts(links, verdicts)
    store_changed_roots(people, position)
    return closure


def fold_closure(
    closure: Collection[int],
    links: Sequence[StoredLink],
    joins: Joins,
    public: Collection[int],
    standing: Standing,
) -> tuple[Homes, list[Verdict]]:
    """The people that these links and joins make of a closure, and a verdict for each link; writes nothing."""
    groups = Groups(lone(closure, store.claims_of(closure)), lone(closure, {}))
    types = {key: next(iter(home.counts))[0] for key, home in groups.people.items()}
    evidence = [Evidence(x.a, x.b, x.position, types[x.a], types[x.b], x.source in public) for x in links]
    return groups.people, fold(groups, joins, evidence, standing)


def closure_of(keys: Iterable[int]) -> set[int]:
    """All keys that standing links (accepted or refused), joins and the people of today connect with these."""
    closure: set[int] = set()
    frontier = set(keys)
    while frontier:
        roots = store.roots_of(frontier)
        frontier |= {key for group in store.members_of(set(roots.values())).values() for key in group}
        frontier -= closure
        closure |= frontier
        frontier = neighbours(frontier) - closure
    return existing(closure)


def neighbours(keys: Collection[int]) -> set[int]:
    """The other ends of the standing links and joins of these keys."""
    found = sql.select_keys(
        "SELECT l.b FROM {given} JOIN link l ON l.a = given.key WHERE l.withdrawn = 0 AND l.a <> l.b", keys
    ) + sql.select_keys(
        "SELECT l.a FROM {given} JOIN link l ON l.b = given.key WHERE l.withdrawn = 0 AND l.a <> l.b", keys
    )
    for mine, other in (("a", "b"), ("b", "a")):
        found += sql.select_keys(
            f"SELECT d.{other} FROM {{given}} JOIN decision d ON d.{mine} = given.key"
            " WHERE d.kind = 'join' AND d.reversed_by = 0",
            keys,
        )
    return {key for (key,) in found}


def existing(keys: Collection[int]) -> set[int]:
    """Those keys that were not erased."""
    return set(store.types_of(keys))


def lone(keys: Collection[int], claims: Mapping[int, list[Claim]]) -> Homes:
    """Every key as somebody of its own, with what was claimed under it."""
    return {key: Component(key, *kind, claims.get(key, ())) for key, kind in store.types_of(keys).items()}


def standing_links(keys: Collection[int]) -> list[StoredLink]:
    """The standing links among these keys, in the order in which they are decided."""
    rows = sql.select_keys(
        "SELECT l.id, l.a, l.b, l.source, l.first_position, l.accepted, l.reason FROM {given}"
        " JOIN link l ON l.a = given.key WHERE l.withdrawn = 0 AND l.a <> l.b ORDER BY l.first_position, l.id",
        keys,
    )
    return [
        StoredLink(id_, a, b, source, position, Verdict(bool(accepted), reason))
        for id_, a, b, source, position, accepted, reason in rows
    ]


def joins_among(keys: Collection[int]) -> Joins:
    """The standing joins between these keys, by position."""
    rows = sql.select_keys(
        "SELECT d.position, d.a, d.b FROM {given} JOIN decision d ON d.a = given.key"
        " WHERE d.kind = 'join' AND d.reversed_by = 0 ORDER BY d.position",
        keys,
    )
    return [(a, b) for _, a, b in rows if b in keys]


def store_verdicts(links: Iterable[StoredLink], verdicts: Iterable[Verdict]) -> None:
    """Write the verdicts that are new."""
    sql.update(
        "link",
        "id bigint",
        ["accepted boolean", "reason text"],
        [(link.id, *new) for link, new in zip(links, verdicts, strict=True) if new != link.verdict],
    )


def store_changed_roots(homes: Mapping[int, Component], position: int) -> None:
    """Write the roots that are new; keys that go home get a row with root = key."""
    before = store.roots_of(homes)
    store.store_roots({key: (home.root, position) for key, home in homes.items() if before[key] != home.root})
