"""The people around one customer: in the same company or household, or known by a value that both have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from regulars.base.fields.masks import Sight
from regulars.unify.customers.owners import reachable
from regulars.unify.facts import sql
from regulars.unify.facts.queries import public_sources
from regulars.unify.identity import store
from regulars.unify.identity.queries import IdentifierValue, identifiers

from .groups import Group, members_of_group
from .listing import Row, golden_rows, rows_of
from .profile import Customer
from .seeing import Lens

MOST_PEOPLE = 8


@dataclass(frozen=True)
class People:
    """Some people whom this reader may see, and how many more there are of these."""

    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class Related:
    """By group and by shared value; those without people are left out."""

    groups: tuple[tuple[Group, People], ...]
    values: tuple[tuple[IdentifierValue, People], ...]


def related(customer: Customer, *, sight: Sight) -> Related:
    """Who else is around a customer, as somebody may see them."""
    public = public_sources()
    groups = {group.key: set(members_of_group(group.key, public)) for group in customer.groups}
    shared = sharers(customer)
    seen = reachable(set().union(*groups.values(), *shared.values()) - {customer.root}, sight)
    known = {one.key: Lens(sight.mask).identifier(one) for one in identifiers(shared)}
    shown = rows_by_root(seen, [*groups.values(), *shared.values()], sight)
    around = ((group, groups[group.key] & seen) for group in customer.groups)
    sharing = ((known[key], roots & seen) for key, roots in shared.items())
    return Related(
        tuple((group, people_of(roots, shown)) for group, roots in around if roots),
        tuple((value, people_of(roots, shown)) for value, roots in sharing if roots),
    )


def sharers(customer: Customer) -> dict[int, set[int]]:
    """Key of a value that a refused link names → the roots of all whom it belongs to or was refused to."""
    mine = set(customer.keys)
    values = {link.to.key for link in customer.links if not link.accepted and link.to.key}
    rows = sql.select_keys(
        "SELECT l.b, l.a FROM {given} JOIN link l ON l.b = given.key"
        " WHERE l.withdrawn = 0 AND l.a <> l.b AND NOT l.accepted",
        values,
    )
    roots = store.roots_of({key for row in rows for key in row})
    found: dict[int, set[int]] = {}
    for value, other in rows:
        found.setdefault(value, {roots[value]}).add(roots[other])
    return {value: others - {customer.root} for value, others in found.items() if others - {customer.root} - mine}


def rows_by_root(seen: Collection[int], sets: Sequence[Collection[int]], sight: Sight) -> dict[int, Row]:
    """The rows of the first few of each set."""
    wanted = {root for roots in sets for root in sorted(set(roots) & set(seen))[:MOST_PEOPLE]}
    return {row.root: row for row in rows_of(golden_rows(sorted(wanted)), sight.mask)}


def people_of(roots: Collection[int], shown: dict[int, Row]) -> People:
    """A few of them by name."""
    first = [shown[root] for root in sorted(roots) if root in shown][:MOST_PEOPLE]
    return People(tuple(first), len(roots) - len(first))
