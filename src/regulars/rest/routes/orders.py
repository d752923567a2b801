"""Orders: of one customer, in the order of their changes, one with its lines."""

from typing import Annotated, Any

from pydantic import Field

from regulars.rest import cursors, people
from regulars.rest.errors import NotFound
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, GivenKey, Key, Limit, Moment, Money
from regulars.unify.customers.owners import reachable
from regulars.unify.identity import queries as identity
from regulars.unify.orders import queries
from regulars.unify.orders.queries import CustomerOrder

router = Router("orders")


class Line(Shape):
    """One line of an order."""

    product_id: str
    sku: str
    name: str
    category: str
    brand: str
    variant: str
    price: Money
    quantity: Money
    coupon: str


class Order(Shape):
    """An order; amounts in its currency. `is_confirmed`: a source that is not public knows it."""

    shop: str
    order_id: str
    customer: Key
    status: str = Field(examples=["completed"])
    is_confirmed: bool
    currency: str = Field(examples=["THB"])
    total: Money
    revenue: Money
    refunded: Money
    placed_at: Moment
    coupon: str


class FullOrder(Order):
    """An order with its lines."""

    lines: list[Line]


class ChangedOrder(FullOrder):
    """An order and when it changed last: a position, which only ever grows."""

    changed_position: int


class OrderPage(Shape):
    """All orders of a customer, newest first."""

    data: list[FullOrder]
    next: str | None


class ChangedPage(Shape):
    """Orders in the order of their changes."""

    data: list[ChangedOrder]
    next: str | None


@router.get("/customers/{key}/orders", response=OrderPage)
def list_customer_orders(request: RestRequest, key: GivenKey) -> Any:
    """The orders of a customer, newest first."""
    root, keys = people.keys_of(key, request.sight)
    found = queries.orders_of(keys)
    people.seen(request, "customer.orders", [root])
    return OrderPage(data=[full(order, root) for order in found], next=None)


@router.get("/orders", response=ChangedPage)
def list_orders(
    request: RestRequest,
    changed_after: Annotated[int, Field(ge=0, le=1 << 53, description="Only what changed behind this position.")] = 0,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Orders in the order of their changes; ask again with the last `changed_position` for what changed since."""
    place: list[Any] = (
        [changed_after + 1, "", ""] if cursor is None else cursors.read("orders", cursor, (int, str, str))
    )
    page, last = cursors.page_of(queries.orders_changed((place[0], place[1], place[2]), limit + 1), limit)
    roots = identity.roots_of({order.key for _, order in page})
    seen = reachable(set(roots.values()), request.sight)
    people.seen(request, "order.list", seen)
    return ChangedPage(
        data=[changed(order, roots[order.key], position) for position, order in page if roots[order.key] in seen],
        next=cursors.write("orders", (last[0], last[1].shop, last[1].order_id)) if last else None,
    )


@router.get("/orders/{shop}/{path:order_id}", response=FullOrder)
def show_order(request: RestRequest, shop: str, order_id: str) -> Any:
    """One order with its lines."""
    found = queries.find_order(shop, order_id)
    if found is None:
        raise NotFound
    root = identity.root_of(found.key)
    if not reachable([root], request.sight):
        raise NotFound
    people.seen(request, "order.show", [root])
    return full(found, root)


def full(order: CustomerOrder, root: int) -> FullOrder:
    """An order of the customer with this root."""
    return FullOrder.model_validate(vars(order) | {"customer": root})


def changed(order: CustomerOrder, root: int, position: int) -> ChangedOrder:
    """An order with the position of its last change."""
    return ChangedOrder.model_validate(vars(order) | {"customer": root, "changed_position": position})
