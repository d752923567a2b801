"""What was sold, by product: read from the lake's order lines."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from regulars.base.lake import Engine


@dataclass(frozen=True)
class Product:
    """A product of a shop as its newest line calls it, and its volume in confirmed orders that were not cancelled."""

    shop: str
    product_id: str
    sku: str
    name: str
    category: str
    brand: str
    orders: int
    quantity: Decimal | None
    last_sold_at: datetime


def products_page(engine: "Engine", *, after: tuple[str, str] | None, limit: int) -> list[Product]:
    """At most `limit` products behind `after` (shop, product id), in that order."""
    lines = sold_lines(engine)
    if after is not None:
        shop, product_id = after
        lines = lines.filter((lines.shop > shop) | ((lines.shop == shop) & (lines.product_id > product_id)))
    page = lines.select("shop", "product_id").distinct().order_by(["shop", "product_id"]).limit(limit)
    lines = lines.semi_join(page, ["shop", "product_id"])
    newest = {name: lines[name].fill_null("").argmax(lines.placed_at) for name in ("sku", "name", "category", "brand")}
    grouped = lines.group_by(["shop", "product_id"]).agg(
        **newest,
        orders=lines.order_id.nunique(),
        quantity=lines.quantity.sum(),
        last_sold_at=lines.placed_at.max(),
    )
    rows = engine.rows(grouped.order_by(["shop", "product_id"]))
    return [Product(**row) for row in rows.to_pylist()]


def sold_lines(engine: "Engine") -> "ir.Table":
    """The lines of confirmed orders that were not cancelled, of products with an id."""
    lines, orders = engine.table("order_lines"), engine.table("orders")
    count = orders.filter(orders.is_confirmed & (orders.status != "cancelled")).select("shop", "order_id")
    lines = lines.filter(lines.product_id.fill_null("") != "")
    return lines.semi_join(count, ["shop", "order_id"])
