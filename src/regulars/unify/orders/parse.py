"""From the properties of an e-commerce event to an order fact. Pure."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from regulars.unify.facts.normalize import text
from regulars.unify.facts.statement import Statement

from .fold import EVENTS, Amounts, Line, OrderFact

MOST_LINES = 2_000
LARGEST = Decimal(10) ** 13
CENTS = Decimal("0.0001")
AMOUNTS = ("total", "revenue", "shipping", "tax", "discount")
WORDS = ("sku", "name", "category", "brand", "variant", "coupon")

decode = msgspec.json.Decoder(float_hook=Decimal).decode


def order_of(statement: Statement) -> tuple[str, OrderFact] | None:
    """The order id and what is said about the order; None if this is not about an order."""
    event = EVENTS.get(statement.fact.event)
    if event is None or statement.fact.kind != "track":
        return None
    said = decode(statement.fact.properties) if statement.fact.properties else {}
    order_id = word(said.get("order_id") or said.get("orderId"))
    if not order_id:
        return None
    fact = OrderFact(
        position=statement.position,
        batch=statement.batch,
        source=statement.source.id,
        message_id=statement.fact.message_id,
        is_public=statement.source.is_public,
        event=event,
        occurred_at=statement.fact.occurred_at,
        key=statement.key,
        currency=word(said.get("currency"))[:3].upper(),
        coupon=word(said.get("coupon")),
        amounts=Amounts(*(money(said.get(name)) for name in AMOUNTS)),
        lines=lines_of(said.get("products")),
    )
    return order_id[:200], fact


def lines_of(products: Any) -> list[Line] | None:
    """The lines named; None if the event names none."""
    if not isinstance(products, list):
        return None
    return [line_of(product) for product in products[:MOST_LINES] if isinstance(product, dict)]


def line_of(product: dict[str, Any]) -> Line:
    """One line; v1 events call the product id `id`."""
    sku, name, category, brand, variant, coupon = (word(product.get(key)) for key in WORDS)
    return Line(
        product_id=word(product.get("product_id") or product.get("id") or sku),
        sku=sku,
        name=name,
        category=category,
        brand=brand,
        variant=variant,
        price=money(product.get("price")),
        quantity=money(product.get("quantity")),
        coupon=coupon,
    )


def word(value: Any) -> str:
    """A short text or number as text."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else text(value)
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else ""


def money(value: Any) -> Decimal | None:
    """A decimal with four places; None for what is no amount."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        amount = Decimal(value)
        return amount.quantize(CENTS) if amount.is_finite() and abs(amount) < LARGEST else None
    except InvalidOperation:
        return None
