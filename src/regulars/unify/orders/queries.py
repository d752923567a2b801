"""Reads orders as they stand."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from regulars.unify.facts import sql
from regulars.unify.identity.store import withdrawn_batches

from .fold import INCOMPLETE, Line, fold
from .parse import CENTS
from .projection import decode_facts

MOST = 2**62


@dataclass(frozen=True)
class CustomerOrder:
    """An order; amounts in its currency, `placed_at` in µs. One that no trusted source knows is not confirmed."""

    shop: str
    order_id: str
    key: int
    status: str
    is_confirmed: bool
    currency: str
    total: Decimal | None
    revenue: Decimal | None
    refunded: Decimal
    placed_at: int
    coupon: str
    lines: tuple[Line, ...]


@dataclass
class Bought:
    """What somebody bought: orders that a trusted source knows and nobody cancelled.

    `spent` is by currency, without refunds; currencies are never added. `last_at` is in µs.
    """

    count: int = 0
    spent: dict[str, Decimal] = field(default_factory=dict)
    last_at: int = 0


def bought_by(roots: Collection[int]) -> dict[int, Bought]:
    """Root → what this customer bought, in one query; who bought nothing is left out."""
    rows = sql.select_keys(
        "WITH asked AS (SELECT given.key FROM {given}),"
        " mine AS (SELECT asked.key AS root, asked.key AS key FROM asked"
        " UNION SELECT r.root, r.key FROM asked JOIN redirect r ON r.root = asked.key)"
        " SELECT mine.root, o.currency, COUNT(*), SUM(COALESCE(o.total, o.revenue, 0) - o.refunded), MAX(o.placed_at)"
        " FROM mine JOIN orders o ON o.key = mine.key"
        " WHERE o.is_confirmed AND o.status NOT IN (%s, 'cancelled')"
        " GROUP BY mine.root, o.currency ORDER BY o.currency",
        roots,
        INCOMPLETE,
    )
    found: dict[int, Bought] = {}
    for root, currency, count, spent, last_at in rows:
        bought = found.setdefault(root, Bought())
        bought.count += count
        # SQLite adds binary floating point: exact to the fourth place for all that a shop can sell.
        bought.spent[currency] = Decimal(str(spent)).quantize(CENTS)
        bought.last_at = max(bought.last_at, last_at)
    return found


def orders_count(keys: Collection[int]) -> int:
    """How many orders `orders_of` finds."""
    rows = sql.select_keys(
        "SELECT COUNT(*) FROM {given} JOIN orders o ON o.key = given.key WHERE o.status <> %s", keys, INCOMPLETE
    )
    return int(rows[0][0]) if rows else 0


def orders_of(keys: Collection[int], limit: int | None = None) -> list[CustomerOrder]:
    """The orders of one customer, newest first; those of which only a part is known are left out."""
    rows = sql.select_keys(
        "SELECT o.shop, o.order_id, o.facts FROM {given} JOIN orders o ON o.key = given.key WHERE o.status <> %s"
        " ORDER BY o.placed_at DESC, o.order_id DESC LIMIT %s",
        keys,
        INCOMPLETE,
        MOST if limit is None else limit,
    )
    withdrawn = withdrawn_batches() if rows else set()
    found = [order for row in rows if (order := read_order(*row, withdrawn=withdrawn)) is not None]
    return sorted(found, key=lambda order: (order.placed_at, order.order_id), reverse=True)


def read_order(shop: str, order_id: str, facts: str, *, withdrawn: Collection[int]) -> CustomerOrder | None:
    """An order folded from its facts; None if none of them stands."""
    state = fold(decode_facts(facts), withdrawn)
    if state is None:
        return None
    return CustomerOrder(
        shop,
        order_id,
        state.key,
        state.status,
        state.is_confirmed,
        state.currency,
        state.amounts.total,
        state.amounts.revenue,
        state.refunded,
        state.placed_at,
        state.coupon,
        tuple(state.lines),
    )


def find_order(shop: str, order_id: str) -> CustomerOrder | None:
    """One order; None if there is none, or only a part of it is known."""
    rows = sql.run(
        "SELECT shop, order_id, facts FROM orders WHERE shop = %s AND order_id = %s AND status <> %s",
        *(shop, order_id, INCOMPLETE),
    )
    return read_order(*rows[0], withdrawn=withdrawn_batches()) if rows else None


def orders_changed(after: tuple[int, str, str], limit: int) -> list[tuple[int, CustomerOrder]]:
    """(position of the last change, order) behind `after` (position, shop, order id), in the order of changes."""
    rows = sql.run(
        "SELECT shop, order_id, facts, changed_position FROM orders WHERE changed_position >= %s AND status <> %s"
        " AND (changed_position, shop, order_id) > (%s, %s, %s)"
        " ORDER BY changed_position, shop, order_id LIMIT %s",
        *(after[0], INCOMPLETE, *after, limit),
    )
    withdrawn = withdrawn_batches() if rows else set()
    found = ((row[3], read_order(*row[:3], withdrawn=withdrawn)) for row in rows)
    return [(position, order) for position, order in found if order is not None]
