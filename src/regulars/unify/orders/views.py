"""What customer pages show of orders: figures at the head, the latest orders, and columns of the list."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields import display
from regulars.base.web.shell import Panel
from regulars.unify.customers.columns import Columns
from regulars.unify.customers.plugs import Kept

from .queries import Bought, CustomerOrder, bought_by, orders_count, orders_of

if TYPE_CHECKING:
    from regulars.unify.customers.queries import Customer

CENT = Decimal("0.01")
LATEST = 5
MOST = 500
STATUSES: dict[str, tuple[str | Promise, str]] = {
    "completed": (gettext_lazy("Completed"), "good"),
    "partly_refunded": (gettext_lazy("Partly refunded"), "warn"),
    "refunded": (gettext_lazy("Refunded"), "warn"),
    "cancelled": (gettext_lazy("Cancelled"), "warn"),
}


def figures(_request: HttpRequest, customer: "Customer") -> dict[str, Any]:
    """What this customer bought."""
    bought = bought_by([customer.root]).get(customer.root, Bought())
    return {
        "bought": bought,
        "each": {code: (spent / bought.count).quantize(CENT) for code, spent in bought.spent.items()},
    }


def latest(request: HttpRequest, customer: "Customer") -> dict[str, Any]:
    """The latest orders with their lines, or all of them where `all` is asked for."""
    is_all = "all" in request.GET and request.resolver_match is not None and "name" in request.resolver_match.kwargs
    count = orders_count(customer.keys)
    orders = orders_of(customer.keys, MOST if is_all else LATEST)
    more = _("Show all {n}").format(n=display.number(count)) if count > len(orders) and not is_all else ""
    return {"orders": [order_line(order) for order in orders], "count": count, "more": more}


def order_line(order: CustomerOrder) -> dict[str, Any]:
    """An order as the panel shows it."""
    label, tone = STATUSES.get(order.status, (order.status, ""))
    worth = order.revenue if order.total is None else order.total
    return {"order": order, "worth": worth, "status": label, "tone": tone}


FIGURES = Panel("customer.figures", "orders", gettext_lazy("Orders"), "orders/_figures.html", figures,
                "customers.see", order=10)  # fmt: skip
LATEST_ORDERS = Panel("customer", "orders", gettext_lazy("Orders"), "orders/_panel.html", latest,
                      "customers.see", order=10, column="end")  # fmt: skip


def written(of: Bought | None) -> tuple[Any, ...]:
    """The same as a file has it: several currencies in one text, since they are never added."""
    bought = of or Bought()
    last = display.to_datetime(bought.last_at) if bought.last_at else None
    spent = [(amount.quantize(CENT), currency) for currency, amount in bought.spent.items()]
    if len(spent) == 1:
        return last, bought.count, *spent[0]
    return last, bought.count, " · ".join(f"{amount} {currency}" for amount, currency in spent) or None, None


COLUMNS = Columns(
    "orders",
    (gettext_lazy("Last order"), gettext_lazy("Orders"), gettext_lazy("Spent")),
    "orders/_cells.html",
    bought_by,
    "customers.see",
    order=10,
    is_number=True,
    written=(gettext_lazy("Last order"), gettext_lazy("Orders"), gettext_lazy("Spent"), gettext_lazy("Currency")),
    values=written,
)
KEPT = Kept("order", gettext_lazy("Orders"), "customers.see", 10, orders_count)
