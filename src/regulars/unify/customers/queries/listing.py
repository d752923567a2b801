"""Lists of customers: page by page, filtered by a rule, in the orders that people ask for; and how many there are.

By age they come from the database. A rule or another order is answered by the lake's `customers`, which follows within
seconds; what is shown of each customer is read from the database either way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from regulars.base.fields import display, moments
from regulars.base.fields.masks import Mask, Sight
from regulars.base.rules import Rule
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine

from .names import name_of
from .ordering import Order, Place, order_of, ordered, seal, unseal
from .spellings import first_days, other_name, said_names

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEWEST = "-created"
LONGEST_PAGE = 200
SHOWN = ("email", "phone", "city", "country", "company")
Golden = tuple[int, str, str]


@dataclass(frozen=True)
class Row:
    """A customer in a list. Texts are empty if nothing is known; `also` is the name in another script or spelling.

    `heard_on` is the day (UTC) of the first fact, None from before days were noted.
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


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursor of those that follow; None at the end."""

    rows: tuple[Row, ...]
    next: str | None


def customers_page(
    *,
    sight: Sight,
    rule: Rule | None = None,
    sort: str = NEWEST,
    cursor: str | None = None,
    limit: int = 50,
    kind: str = PERSON,
    now: int | None = None,
) -> Page:
    """At most `limit` (1 to 200) customers of a kind behind the cursor; texts are sorted for the reader's language.

    `now` (µs, this moment if None) is what the rule counts days from. Someone who is gone since the lake was written
    is left out, so that a page may be shorter. Raises FieldMasked, SortUnknown, CursorInvalid, QueryTimeout,
    QueryFailed.
    """
    check_seen(order_fields(sort), sight.mask)
    order, limit = order_of(sort), min(max(limit, 1), LONGEST_PAGE)
    listed = msgspec.json.encode([kind, sort, rule.tree if rule else None])
    behind = unseal(cursor, listed) if cursor else None
    language = behind.language if behind else display.language()
    if rule is None and order.text is None:
        golden = by_age(kind, order, behind, limit + 1)
        places = [Place(root) for root, _, _ in golden]
    else:
        places = from_lake(customers_table(kind, rule, now, sight), order, language, behind, limit + 1)
        golden = golden_rows([place.root for place in places])
    more = seal(places[limit - 1], listed) if len(places) > limit else None
    shown = {place.root for place in places[:limit]}
    return Page(rows_of([row for row in golden if row[0] in shown], sight.mask), more)


def count(rule: Rule | None = None, *, sight: Sight, kind: str = PERSON, now: int | None = None) -> int:
    """How many customers of a kind answer a rule, or there are, as the lake has them. Raises QueryTimeout."""
    table = engine().rows(customers_table(kind, rule, now, sight).count())
    return int(table.column(0)[0].as_py())


def customers_table(kind: str, rule: Rule | None, now: int | None, sight: Sight) -> "ir.Table":
    """The customers of a kind who answer a rule, in the lake. Raises FieldMasked."""
    check_seen(rule.fields() if rule else (), sight.mask)
    table = engine().table("customers")
    table = table.filter(table.kind == kind)
    return table.filter(rule.compile(table, moments.now() if now is None else now)) if rule else table


def check_seen(fields: Iterable[str], mask: Mask) -> None:
    """Raises FieldMasked where one of these is not seen whole: order and number would give it away."""
    for field in fields:
        if not mask.sees(field):
            raise FieldMasked(field=field)


def order_fields(sort: str) -> tuple[str, ...]:
    """The fields that an order is made from."""
    name = sort.removeprefix("-")
    return () if name == "created" else (name,)


def from_lake(table: "ir.Table", order: Order, language: str, behind: Place | None, limit: int) -> list[Place]:
    """The places of the next rows."""
    found = engine().rows(ordered(table, order, language, behind, limit))
    return [Place(row["root"], row["key"], language) for row in found.to_pylist()]


def by_age(kind: str, order: Order, behind: Place | None, limit: int) -> list[Golden]:
    """The next rows of the database by root, which grows with time."""
    compare, direction = ("<", "DESC") if order.descending else (">", "ASC")
    wanted = ["kind = %s", *([f"root {compare} %s"] if behind else [])]
    if kind != PERSON:
        wanted.append("kind <> 'person'")  # names the index of the few who are no people
    return sql.run(
        f"SELECT root, kind, traits FROM golden WHERE {' AND '.join(wanted)} ORDER BY root {direction} LIMIT %s",
        kind,
        *([behind.root] if behind else []),
        limit,
    )


def golden_rows(roots: Sequence[int]) -> list[Golden]:
    """The rows of these roots that still stand, in the order given."""
    rows = stored_rows(roots)
    return [(root, *rows[root]) for root in roots if root in rows]


def rows_of(golden: Sequence[Golden], mask: Mask) -> tuple[Row, ...]:
    """Golden rows as people read them."""
    roots = [root for root, _, _ in golden]
    names, days = said_names(roots), first_days(roots)
    return tuple(
        row_of(root, kind, mask.traits(values_of(traits)), names[root] if mask.sees("name") else (), days.get(root))
        for root, kind, traits in golden
    )


def row_of(root: int, kind: str, traits: Mapping[str, Any], names: Sequence[str], day: date | None) -> Row:
    """One customer as people read it."""
    name = name_of(traits)
    shown = {trait: str(traits.get(trait) or "") for trait in SHOWN}
    return Row(root, kind, name, other_name(name, names), heard_on=day, **shown)
