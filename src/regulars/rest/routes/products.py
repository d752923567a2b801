"""Products: what was sold."""

from typing import Any

from regulars.rest import cursors
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, Limit, Moment, Money
from regulars.unify.facts.lake import engine
from regulars.unify.orders.products import products_page

router = Router("products")


class Product(Shape):
    """What was sold of a product, in confirmed orders that were not cancelled."""

    shop: str
    product_id: str
    sku: str
    name: str
    category: str
    brand: str
    orders: int
    quantity: Money
    last_sold_at: Moment


class ProductPage(Shape):
    """Products by shop and id."""

    data: list[Product]
    next: str | None


@router.get("/products", response=ProductPage)
def list_products(request: RestRequest, cursor: Cursor | None = None, limit: Limit = 50) -> Any:
    """What was sold, by shop and product id."""
    place = None if cursor is None else cursors.read("products", cursor, (str, str))
    found = products_page(engine(), after=None if place is None else (place[0], place[1]), limit=limit + 1)
    page, last = cursors.page_of(found, limit)
    return ProductPage(
        data=[Product.model_validate(one) for one in page],
        next=cursors.write("products", (last.shop, last.product_id)) if last else None,
    )
