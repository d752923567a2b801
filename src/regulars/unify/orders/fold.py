"""An order is folded from the set of facts about it, in whatever order they arrived. Pure."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec


class OrderEvent(StrEnum):
    """The four events of the e-commerce specification that change an order."""

    COMPLETED = "completed"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


EVENTS = {
    "Order Completed": OrderEvent.COMPLETED,
    "Order Updated": OrderEvent.UPDATED,
    "Order Cancelled": OrderEvent.CANCELLED,
    "Order Refunded": OrderEvent.REFUNDED,
}


class Line(msgspec.Struct, array_like=True):
    """One line of an order; amounts in the order's currency."""

    product_id: str
    sku: str = ""
    name: str = ""
    category: str = ""
    brand: str = ""
    variant: str = ""
    price: Decimal | None = None
    quantity: Decimal | None = None
    coupon: str = ""


class Amounts(msgspec.Struct, array_like=True):
    """The money of an order; None where the event does not say."""

    total: Decimal | None = None
    revenue: Decimal | None = None
    shipping: Decimal | None = None
    tax: Decimal | None = None
    discount: Decimal | None = None


class OrderFact(msgspec.Struct, array_like=True):
    """What one event said about an order."""

    position: int
    batch: int
    source: int
    message_id: str
    is_public: bool
    event: OrderEvent
    occurred_at: int
    key: int
    currency: str
    coupon: str
    amounts: Amounts
    lines: list[Line] | None


class OrderState(msgspec.Struct):
    """An order as it stands. `lines` are those of the newest event that named any."""

    key: int
    status: str
    is_confirmed: bool
    currency: str
    coupon: str
    amounts: Amounts
    refunded: Decimal
    placed_at: int
    lines: Sequence[Line]


INCOMPLETE = "incomplete"


def in_force(facts: Iterable[OrderFact], withdrawn: Collection[int]) -> list[OrderFact]:
    """The facts that count: not withdrawn, each message once, and only trusted ones where there are any."""
    first: dict[tuple[int, str], OrderFact] = {}
    for fact in sorted(facts, key=lambda f: f.position):
        if fact.batch not in withdrawn:
            first.setdefault((fact.source, fact.message_id), fact)
    trusted = [fact for fact in first.values() if not fact.is_public]
    return sorted(trusted or first.values(), key=lambda f: (f.occurred_at, f.message_id, f.source, f.position))


def fold(facts: Iterable[OrderFact], withdrawn: Collection[int] = ()) -> OrderState | None:
    """The state of an order; None if nothing about it stands."""
    standing = in_force(facts, withdrawn)
    if not standing:
        return None
    said = [fact for fact in standing if fact.event in {OrderEvent.COMPLETED, OrderEvent.UPDATED}]
    amounts = combine([fact.amounts for fact in said])
    refunded = sum_of_refunds(standing, amounts)
    return OrderState(
        key=(said or standing)[0].key,
        status=status_of(standing, said, amounts, refunded),
        is_confirmed=not standing[0].is_public,
        currency=last(fact.currency for fact in said),
        coupon=last(fact.coupon for fact in said),
        amounts=amounts,
        refunded=refunded,
        placed_at=(said or standing)[0].occurred_at,
        lines=next((fact.lines for fact in reversed(said) if fact.lines is not None), []),
    )


def last(values: Iterable[str]) -> str:
    """The last value that says anything."""
    return next((value for value in reversed(list(values)) if value), "")


def combine(said: Sequence[Amounts]) -> Amounts:
    """Each amount as last stated: what an update leaves out stays."""
    combined: dict[str, Any] = {}
    for amounts in said:
        combined.update({name: value for name, value in msgspec.structs.asdict(amounts).items() if value is not None})
    return Amounts(**combined)


def sum_of_refunds(standing: Sequence[OrderFact], amounts: Amounts) -> Decimal:
    """Partial refunds add up; one without a total refunds everything."""
    refunds = [fact.amounts.total for fact in standing if fact.event == OrderEvent.REFUNDED]
    partial = sum((abs(refund) for refund in refunds if refund is not None), Decimal(0))
    return max(partial, worth(amounts)) if None in refunds else partial


def worth(amounts: Amounts) -> Decimal:
    """What the customer paid, as far as we know."""
    return next((value for value in (amounts.total, amounts.revenue) if value is not None), Decimal(0))


def status_of(standing: Sequence[OrderFact], said: Sequence[OrderFact], amounts: Amounts, refunded: Decimal) -> str:
    """incomplete, cancelled, refunded, partly refunded or completed."""
    if not said:
        return INCOMPLETE
    if any(fact.event == OrderEvent.CANCELLED for fact in standing):
        return "cancelled"
    if refunded and refunded >= worth(amounts):
        return "refunded"
    return "partly_refunded" if refunded else "completed"
