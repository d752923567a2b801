"""Orders, folded from the set of facts that mention them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from regulars.unify.facts.fact import Kind
from tests.oracle.log import Identifier
from tests.oracle.reading import Heard, parse

STEPS = {
    "Order Completed": "completed",
    "Completed Order": "completed",
    "Order Updated": "updated",
    "Updated Order": "updated",
    "Order Cancelled": "cancelled",
    "Cancelled Order": "cancelled",
    "Order Refunded": "refunded",
    "Refunded Order": "refunded",
}
BASE_FIELDS = ("currency", "total", "revenue")


@dataclass(frozen=True)
class Order:
    """One order of a shop (a namespace)."""

    shop: str
    order_id: str
    key: Identifier
    is_confirmed: bool
    is_cancelled: bool
    currency: str
    total: Decimal | None
    revenue: Decimal | None
    refunded: Decimal
    placed_at: int


def fold_orders(facts: Iterable[Heard]) -> set[Order]:
    """All orders that have a Completed or Updated."""
    mentions: dict[tuple[str, str], list[Heard]] = {}
    for fact in facts:
        order_id = parse(fact.entry.fact.properties).get("order_id")
        if fact.entry.fact.kind == Kind.TRACK and fact.entry.fact.event in STEPS and order_id:
            mentions.setdefault((fact.entry.source.namespace, str(order_id)), []).append(fact)
    orders = (fold_order(shop, order_id, said) for (shop, order_id), said in mentions.items())
    return {order for order in orders if order}


def fold_order(shop: str, order_id: str, mentions: list[Heard]) -> Order | None:
    """ "if any trusted fact exists only trusted ones count"; "key = filing key of the earliest Completed/Updated" """
    mentions = _once(mentions)
    trusted = [fact for fact in mentions if fact.entry.source.trusted]
    facts = sorted(trusted or mentions, key=lambda fact: (fact.entry.fact.occurred_at, fact.entry.fact.message_id))
    bases = [fact for fact in facts if _step(fact) in {"completed", "updated"}]
    if not bases:
        return None
    base = _base(bases)
    return Order(
        shop=shop,
        order_id=order_id,
        key=bases[0].filing,
        is_confirmed=bool(trusted),
        is_cancelled=any(_step(fact) == "cancelled" for fact in facts),
        currency=str(base.get("currency", "")),
        total=_money(base.get("total")),
        revenue=_money(base.get("revenue")),
        refunded=_refunded(base, [fact for fact in facts if _step(fact) == "refunded"]),
        placed_at=bases[0].entry.fact.occurred_at,
    )


def _once(mentions: list[Heard]) -> list[Heard]:
    """ "one per (source, message id): the one with the lowest position": two imports of one sale are one sale."""
    first: dict[tuple[int, str], Heard] = {}
    for fact in sorted(mentions, key=lambda fact: fact.position):
        first.setdefault(fact.message, fact)
    return list(first.values())


def _step(fact: Heard) -> str:
    return STEPS[fact.entry.fact.event]


def _base(bases: list[Heard]) -> dict[str, Any]:
    """ "Base = newest …, fields an Updated lacks come from the one before" """
    base: dict[str, Any] = {}
    for fact in bases:
        base |= {name: value for name, value in parse(fact.entry.fact.properties).items() if name in BASE_FIELDS}
    return base


def _refunded(base: dict[str, Any], refunds: list[Heard]) -> Decimal:
    """ "refunds summed (no total = full)" """
    amounts = [_money(parse(fact.entry.fact.properties).get("total")) for fact in refunds]
    known = sum((amount for amount in amounts if amount is not None), Decimal(0))
    full = _money(base.get("total")) or _money(base.get("revenue")) or Decimal(0)
    return max(known, full) if None in amounts else known


def _money(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
