"""From the properties of an e-commerce event to an order fact. Pure."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from regulars.unify.facts.commerce import canonical_event
from regulars.unify.facts.normalize import text
from regulars.unify.facts.statement import Statement

from .fold import EVENTS, Amounts, Line, OrderFact

MOST_LINES = 2_000
LARGEST = Decimal(10) ** 13
CENTS = Decimal("0.0001")
AMOUNTS = ("total", "revenue", "shipping", "tax", "discount")
WORDS = ("sku", "name", "category", "brand", "variant", "coupon")

decode = msgspec.json.Decoder(float_hook=Decimal).decode


class PlainProduct(msgspec.Struct):
    """A product as nearly every event names it; anything else takes the longer way."""

    product_id: str
    sku: str = ""
    name: str = ""
    category: str = ""
    brand: str = ""
    variant: str = ""
    coupon: str = ""
    price: Decimal | None = None
    quantity: Decimal | None = None


class PlainOrder(msgspec.Struct):
    """The properties of an order event with text where text is expected and numbers where amounts are."""

    order_id: str
    currency: str = ""
    coupon: str = ""
    total: Decimal | None = None
    revenue: Decimal | None = None
    shipping: Decimal | None = None
    tax: Decimal | None = None
    discount: Decimal | None = None
    products: list[PlainProduct] | None = None


decode_plain = msgspec.json.Decoder(PlainOrder).decode


class OrderSaid(msgspec.Struct):
    """What an event says of an order, whatever way it was read."""

    order_id: str
    currency: str
    coupon: str
    amounts: Amounts
    lines: list[Line] | None


def order_of(statement: Statement) -> tuple[str, OrderFact] | None:
    """The order id and what is said about the order; None if this is not about an order."""
    event = EVENTS.get(canonical_event(statement.fact.event))
    if event is None or statement.fact.kind != "track":
        return None
    raw = bytes(statement.fact.properties)
    said = read_plain(raw) or read_any(raw)
    if not said.order_id:
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
        currency=said.currency[:3].upper(),
        coupon=said.coupon,
        amounts=said.amounts,
        lines=said.lines,
    )
    return said.order_id[:200], fact


def read_plain(raw: bytes) -> OrderSaid | None:
    """Fast: typed, and without cleaning where every byte is printable ASCII as it stands; None if it is not so."""
    if not raw or not raw.isascii() or b"\\" in raw:
        return None
    try:
        said = decode_plain(raw)
    except msgspec.ValidationError:
        return None
    amounts = Amounts(*(money(getattr(said, name)) for name in AMOUNTS))
    lines = None if said.products is None else [plain_line(product) for product in said.products[:MOST_LINES]]
    return OrderSaid(said.order_id, said.currency, said.coupon, amounts, lines)


def plain_line(product: PlainProduct) -> Line:
    """One line of plain text and amounts."""
    return Line(
        product.product_id,
        product.sku,
        product.name,
        product.category,
        product.brand,
        product.variant,
        money(product.price),
        money(product.quantity),
        product.coupon,
    )


def read_any(raw: bytes) -> OrderSaid:
    """Slow: takes text and numbers in either form, and leaves out what is neither."""
    found = decode(raw) if raw else {}
    said: dict[str, Any] = found if isinstance(found, dict) else {}
    amounts = Amounts(*(money(said.get(name)) for name in AMOUNTS))
    order_id = word(said.get("order_id") or said.get("orderId"))
    return OrderSaid(
        order_id, word(said.get("currency")), word(said.get("coupon")), amounts, lines_of(said.get("products"))
    )


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
