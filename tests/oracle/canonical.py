"""The road's tables as the oracle's plain values: keys become identifiers, so that key names do not matter."""

from dataclasses import dataclass, fields
from typing import Any

from regulars.unify.customers import models as customers
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.models import Source
from regulars.unify.identity import models as identity
from regulars.unify.orders import models as orders
from tests.entries import entries
from tests.oracle.fold import Link, Membership, Ruling, State, Stated, text
from tests.oracle.links import Component
from tests.oracle.log import GROUPS, Identifier
from tests.oracle.orders import Order
from tests.oracle.survivorship import Value


@dataclass
class Tables:
    """What is read once: names of keys, roots, sources, standing links."""

    names: dict[int, Identifier]
    roots: dict[int, int]
    kinds: dict[int, SourceKind]
    links: list[identity.Link]

    def root(self, key: int) -> int:
        return self.roots.get(key, key)

    def component(self, root: int) -> Component:
        return frozenset(name for key, name in self.names.items() if self.root(key) == root)


def read_state() -> State:
    """The state that the road's tables hold."""
    tables = read_tables()
    state = State(links={_link(tables, row) for row in tables.links})
    state.memberships = _memberships(tables)
    state.records = {stated for row in _standing_records() for stated in _stated(tables, row)}
    state.orders = {_order(tables, row) for row in orders.Order.objects.exclude(status="incomplete")}
    decided = identity.Decision.objects.filter(reversed_by=0).exclude(kind__in=("erase", "reverse"))
    state.rulings = {_ruling(tables, row) for row in decided}
    _read_people(state, tables)
    _read_groups(state, tables)
    return state


def read_tables() -> Tables:
    """Reads the keys; a redirect must lead straight to the lowest key of its component."""
    links = list(identity.Link.objects.filter(withdrawn=0))
    roots = {row.key: row.root for row in identity.Redirect.objects.all() if row.key != row.root}
    assert not set(roots.values()) & set(roots), "a redirect leads to a key that is redirected"
    assert all(root < key for key, root in roots.items()), "a root is not the lowest key"
    kinds = {source.pk: SourceKind(source.kind) for source in Source.objects.all()}
    rows = identity.Identifier.objects.all()
    names = {row.key: Identifier(row.type, row.scope, row.value, row.generation) for row in rows}
    return Tables(names, roots, kinds, links)


def _read_people(state: State, tables: Tables) -> None:
    evident = {key for row in tables.links for key in (row.a, row.b)}
    golden = {row.root: row for row in customers.Golden.objects.exclude(kind__in=GROUPS)}
    for root in {tables.root(key) for key in evident}:
        component = tables.component(root)
        row = golden.pop(root, None)
        state.people[component] = _values(row)
        if row is not None:
            state.customers.add(component)
    for root, row in golden.items():  # a golden record without a person must not be: shown under no identifiers
        state.people[frozenset({Identifier("stray", "", f"key {root}")})] = _values(row)


def _read_groups(state: State, tables: Tables) -> None:
    for row in customers.Golden.objects.filter(kind__in=GROUPS):
        state.groups[frozenset({tables.names[row.root]})] = _values(row)


def _values(row: customers.Golden | None) -> dict[str, Value]:
    traits = entries(row.traits) if row else {}
    return {
        trait: Value(text(value), source, batch, number, occurred_at)
        for trait, (value, occurred_at, source, batch, number, *_) in traits.items()
        if value is not None
    }


def _link(tables: Tables, row: identity.Link) -> Link:
    span = (row.first_position, row.last_position, row.count)
    return Link(tables.names[row.a], tables.names[row.b], row.source, row.batch, row.accepted, row.reason, *span)


def _memberships(tables: Tables) -> set[Membership]:
    """ "Membership evidence from a public source counts only if no trusted source has evidence" for the group."""
    rows = list(customers.Membership.objects.filter(withdrawn=0))
    said = [(row.group_key, row.source) for row in rows] + [(row.key, row.source) for row in _standing_records()]
    known = {key for key, source in said if not tables.kinds[source].is_public}
    return {
        Membership(
            tables.names[row.key],
            tables.names[row.group_key],
            row.source,
            row.batch,
            row.first_position,
            row.last_position,
        )
        for row in rows
        if row.group_key not in known or not tables.kinds[row.source].is_public
    }


def _standing_records() -> list[customers.Record]:
    return list(customers.Record.objects.filter(withdrawn=0))


def _stated(tables: Tables, row: customers.Record) -> list[Stated]:
    traits = entries(row.traits)
    return [
        Stated(tables.names[row.key], row.source, row.batch, row.row, trait, text(value), occurred_at)
        for trait, (value, occurred_at, *_) in traits.items()
    ]


def _order(tables: Tables, row: orders.Order) -> Order:
    return Order(
        shop=row.shop,
        order_id=row.order_id,
        key=tables.names[row.key],
        is_confirmed=row.is_confirmed,
        is_cancelled=row.status == "cancelled",
        currency=row.currency,
        total=row.total,
        revenue=row.revenue,
        refunded=row.refunded,
        placed_at=row.placed_at,
    )


def _ruling(tables: Tables, row: identity.Decision) -> Ruling:
    return Ruling(row.position, row.kind, frozenset(tables.names[key] for key in (row.a, row.b) if key))


def difference(expected: State, actual: State) -> str:
    """The first difference in words; empty where there is none."""
    for part in fields(State):
        ours, theirs = getattr(expected, part.name), getattr(actual, part.name)
        if ours != theirs:
            return _told(part.name, ours, theirs)
    return ""


def _told(what: str, ours: Any, theirs: Any) -> str:
    lines = [f"{what} differ."]
    lines += [f"  expected, not there: {shown(each)}" for each in ours if each not in theirs]
    lines += [f"  there, not expected: {shown(each)}" for each in theirs if each not in ours]
    if isinstance(ours, dict):
        both = [each for each in ours if each in theirs and ours[each] != theirs[each]]
        lines += [f"  {shown(each)}: expected {ours[each]}, is {theirs[each]}" for each in both]
    return "\n".join(lines)


def shown(thing: Any) -> str:
    """A set of identifiers, or a row, in one line."""
    if isinstance(thing, frozenset):
        return "{" + ", ".join(sorted(map(shown, thing))) + "}"
    if isinstance(thing, Identifier):
        return f"{thing.type} {thing.value}" + (f" (owner {thing.generation + 1})" if thing.generation else "")
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        parts = (f"{name}={shown(value)}" for name, value in zip(thing._fields, thing, strict=True))
        return f"{type(thing).__name__}({', '.join(parts)})"
    return str(thing)
