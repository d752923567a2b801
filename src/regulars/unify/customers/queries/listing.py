"""Lists of customers: page by page, filtered by a rule, in the orders that people ask for; and how many there are.

By age they come from the database. A rule or another order is answered by the lake's `customers`, which follows within
seconds; what is shown of each customer is read from the database either way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import msgspec
import pyarrow as pa

from regulars.base.fields import display, moments
from regulars.base.fields.masks import Mask, Sight
from regulars.base.fields.queries import find_field
from regulars.base.rules import Rule
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.customers.owners import roots_of, roots_of_others, within
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine

from .names import NAME_PARTS, name_of
from .ordering import SORTS, Order, Place, order_of, ordered, seal, unseal
from .seeing import field_of, seen_traits
from .spellings import first_days, other_name, said_names

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from django.utils.functional import Promise

NEWEST = "-created"
LONGEST_PAGE = 200
SHOWN = ("email", "phone", "city", "country", "company")
Golden = tuple[int, str, str]


@dataclass(frozen=True)
class Row:
    """A customer in a list. Texts are empty if nothing is known; `also` is the name in another script or spelling.

    `heard_on` is the day (UTC) of the first fact, None from before days were noted. Nothing in it, the `traits` that
    have no place of their own included, is more than the reader may see.
    """

    root: int
    kind: str
    name: str
    also: str
    email: str
    phone: str
    city: str
    country: str
    company: str
    heard_on: date | None
    traits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursor of those that follow; None at the end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """A list that somebody asks for."""

    sight: Sight
    rule: Rule | None
    sort: str
    kind: str
    now: int | None
    since: int = 0

    @property
    def bound_to(self) -> bytes:
        """What a cursor is good for: this list alone, and who sees as much of it."""
        seen = [shown.value for shown in (self.mask.identifying, self.mask.confidential, self.mask.special)]
        owners = None if self.sight.owners is None else sorted(self.sight.owners)
        return msgspec.json.encode([self.kind, self.sort, self.rule.tree if self.rule else None, seen, owners])

    @property
    def mask(self) -> Mask:
        return self.sight.mask

    def places(self, behind: Place | None, language: str, limit: int) -> list[Place]:
        """Where the next rows stand. Raises FieldMasked, SortUnknown."""
        order = order_of(self.sort)
        check_seen(order_fields(self.sort), self.mask)
        if self.rule is None and order.text is None:
            return by_age(self.kind, order, behind, limit, self.sight, self.since)
        table = customers_table(self.kind, self.rule, self.now, self.sight, self.since)
        return from_lake(table, order, language, behind, limit)


def customers_page(
    *,
    sight: Sight,
    rule: Rule | None = None,
    sort: str = NEWEST,
    cursor: str | None = None,
    limit: int = 50,
    kind: str = PERSON,
    now: int | None = None,
    since: int = 0,
) -> Page:
    """At most `limit` (1 to 200) customers of a kind behind the cursor; texts are sorted for the reader's language.

    `now` (µs, this moment if None) is what the rule counts days from; `since` is the lowest root that is listed,
    and roots grow with time. Someone who is gone since the lake was written
    is left out, so that a page may be shorter. Raises FieldMasked, SortUnknown, CursorInvalid, QueryTimeout,
    QueryFailed.
    """
    wanted, limit = Wanted(sight, rule, sort, kind, now, since), min(max(limit, 1), LONGEST_PAGE)
    behind = unseal(cursor, wanted.bound_to) if cursor else None
    places = wanted.places(behind, behind.language if behind else display.language(), limit + 1)
    more = seal(places[limit - 1], wanted.bound_to) if len(places) > limit else None
    return Page(rows_of(golden_rows([place.root for place in places[:limit]]), sight.mask), more)


def roots(
    *,
    sight: Sight,
    limit: int,
    rule: Rule | None = None,
    sort: str = NEWEST,
    kind: str = PERSON,
    now: int | None = None,
    since: int = 0,
) -> list[int]:
    """Only the roots of the first `limit` rows of a list, in its order. Raises what `customers_page` does."""
    places = Wanted(sight, rule, sort, kind, now, since).places(None, display.language(), limit)
    return [place.root for place in places]


def count(rule: Rule | None = None, *, sight: Sight, kind: str = PERSON, now: int | None = None, since: int = 0) -> int:
    """How many customers of a kind answer a rule, or there are, as the lake has them. Raises QueryTimeout."""
    table = engine().rows(customers_table(kind, rule, now, sight, since).count())
    return int(table.column(0)[0].as_py())


def customers_table(kind: str, rule: Rule | None, now: int | None, sight: Sight, since: int = 0) -> "ir.Table":
    """The customers of a kind who answer a rule, in the lake. Raises FieldMasked."""
    check_seen(rule.fields() if rule else (), sight.mask)
    table = engine().table("customers")
    table = within_lake(table.filter(table.kind == kind), sight)
    table = table.filter(table.customer_key >= since) if since else table
    return table.filter(rule.compile(table, moments.now() if now is None else now)) if rule else table


def within_lake(table: "ir.Table", sight: Sight) -> "ir.Table":
    """The rows of those whom somebody may see."""
    if sight.owners is None:
        return table
    nobody_too = 0 in sight.owners
    found = roots_of_others(sight.owners) if nobody_too else roots_of(sight.owners)
    named = ibis.memtable(pa.table({"named_root": pa.array(found, pa.int64())}))
    join = table.anti_join if nobody_too else table.semi_join
    return join(named, table.customer_key == named.named_root)


def label_of(name: str) -> "str | Promise":
    """What a field is called; others by their name."""
    field = find_field(name)
    return field.label if field else name


def check_seen(names: Iterable[str], mask: Mask) -> None:
    """Raises FieldMasked where one of these fields is not seen whole: order and number would give it away."""
    for name in names:
        if not mask.sees(name):
            raise FieldMasked(name, label_of(name))


def order_fields(sort: str) -> tuple[str, ...]:
    """The fields that an order is made from."""
    name = sort.removeprefix("-")
    return () if name == "created" else NAME_PARTS if name == "name" else (name,)


def sorts(mask: Mask) -> list[str]:
    """The orders that somebody may ask for."""
    return [sort for sort in SORTS if mask.sees_all(order_fields(sort))]


def from_lake(table: "ir.Table", order: Order, language: str, behind: Place | None, limit: int) -> list[Place]:
    """The places of the next rows."""
    found = engine().rows(ordered(table, order, language, behind, limit))
    return [Place(row["root"], row["key"], language) for row in found.to_pylist()]


def by_age(kind: str, order: Order, behind: Place | None, limit: int, sight: Sight, since: int = 0) -> list[Place]:
    """The next rows of the database by root, which grows with time."""
    compare, direction = ("<", "DESC") if order.descending else (">", "ASC")
    wanted, values = ["kind = %s", "root >= %s"], list[Any]((kind, since))
    if behind:
        wanted.append(f"root {compare} %s")
        values.append(behind.root)
    end = f"ORDER BY root {direction} LIMIT {limit}"
    if sight.owners is None or 0 in sight.owners:
        condition, owners = within(sight, "golden.root")
        if kind != PERSON:
            wanted.append("kind <> 'person'")  # names the index of the few who are no people
        where = " AND ".join([*wanted, condition])
        return [Place(root) for (root,) in sql.run(f"SELECT root FROM golden WHERE {where} {end}", *values, *owners)]
    # An index holds each colleague's in their order; all of a team's would have to be sorted.
    where = " AND ".join([*wanted, "user_id = %s"])
    statement = f"SELECT root FROM customer_of JOIN golden USING (root) WHERE {where} {end}"
    found = [root for owner in sight.owners for (root,) in sql.run(statement, *values, owner)]
    return [Place(root) for root in sorted(found, reverse=order.descending)[:limit]]


def golden_rows(roots: Sequence[int]) -> list[Golden]:
    """The rows of these roots that still stand, in the order given."""
    rows = stored_rows(roots)
    return [(root, *rows[root]) for root in roots if root in rows]


def rows_of(golden: Sequence[Golden], mask: Mask) -> tuple[Row, ...]:
    """Golden rows as people read them."""
    roots = [root for root, _, _ in golden]
    named = [root for root, kind, _ in golden if mask.sees_all(field_of(part, kind) for part in NAME_PARTS)]
    names, days = said_names(named), first_days(roots)
    return tuple(
        row_of(root, kind, seen_traits(values_of(traits), kind, mask), names.get(root, ()), days.get(root))
        for root, kind, traits in golden
    )


def row_of(root: int, kind: str, traits: Mapping[str, Any], names: Sequence[str], day: date | None) -> Row:
    """One customer as people read it."""
    name = name_of(traits)
    shown = {trait: str(traits.get(trait) or "") for trait in SHOWN}
    return Row(root, kind, name, other_name(name, names), heard_on=day, traits=traits, **shown)
