"""Reads orders as they stand."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from regulars.unify.facts import sql
from regulars.unify.identity.store import withdrawn_batches

from .fold import INCOMPLETE, Line, fold
from .projection import decode_facts


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


def orders_of(keys: Collection[int]) -> list[CustomerOrder]:
    """The orders of one customer, newest first; those of which only a part is known are left out."""
    rows = sql.select_keys(
        "SELECT o.shop, o.order_id, o.facts FROM {given} JOIN orders o ON o.key = given.key WHERE o.status <> %s",
        keys,
        INCOMPLETE,
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
