"""Made-up customers of the big benchmarks, and what is said about them: the same facts from the same plan.

First each customer identifies, with user id, e-mail and anonymous id; then each visitor shows up, with an anonymous id
alone; then events are drawn: under the customers' user ids, under their anonymous ids (which lead to the customer
through a redirect), and under the visitors'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from regulars.base.fields.moments import DAY
from regulars.unify.facts.fact import EMPTY, Fact, Kind, raw

Int64s = NDArray[np.int64]

MONTHS = 24
SPAN = MONTHS * 30 * DAY
SHARES = (0.6, 0.3, 0.1)
"""Of the events: under user ids, under customers' anonymous ids, under visitors' anonymous ids."""
PRODUCTS = 2_000
TRACKED = ("Product Viewed", "Product Added", "Cart Viewed", "Products Searched", "Email Opened")
FIRST = "Anan Mali Ploy Somchai Wei Li Reza Sara John Mary Ben Eva Tom Mia Kai Zoe Ali Nok Lek Ana".split()
LAST = "Suk Jai Dee Thong Wang Chen Liu Karimi Ahmadi Smith Jones Berg Wood Hill Gray Stone Rossi Kraft".split()


def user_id(customer: int) -> str:
    """The user id of a customer, counted from 0."""
    return f"u{customer:08d}"


def email(customer: int) -> str:
    """A customer's e-mail address."""
    return f"u{customer:08d}@shop.example"


def anonymous_id(customer: int) -> str:
    """The anonymous id of a customer's browser."""
    return f"a{customer:08d}-6b1f"


def visitor_id(visitor: int) -> str:
    """The anonymous id of a visitor who never says who they are."""
    return f"v{visitor:08d}-6b1f"


def name(customer: int) -> tuple[str, str]:
    """First and last name."""
    return FIRST[customer % len(FIRST)], LAST[customer // len(FIRST) % len(LAST)]


def message_id(place: int) -> str:
    """The message id of a plan's fact, counted from 0."""
    return f"fill-{place:010d}"


def product_properties(product: int) -> msgspec.Raw:
    """The properties of an event about a product."""
    price = (product * 37 % 9_900 + 99) / 100
    said = {"product_id": f"p{product}", "category": f"c{product % 50}", "price": price, "currency": "THB"}
    return raw(said)


def page_properties(page: int) -> msgspec.Raw:
    """The properties of a page view."""
    return raw({"path": f"/products/{page}", "title": "Product"})


@dataclass(frozen=True)
class Plan:
    """How many of each; events lie evenly in the 24 months before `until` (µs since 1970 UTC).

    *Names* are what facts are filed under, by number: user ids, then customers' anonymous ids, then visitors'.
    """

    customers: int
    visitors: int
    events: int
    until: int
    seed: int = 1

    @property
    def first_event(self) -> int:
        """The place of the first drawn event among the facts."""
        return self.customers + self.visitors

    @property
    def facts(self) -> int:
        """How many facts there are."""
        return self.first_event + self.events

    @cached_property
    def names(self) -> Int64s:
        """What each fact is filed under."""
        chance = np.random.default_rng(self.seed)
        shares = SHARES if self.visitors else (SHARES[0], SHARES[1] + SHARES[2], 0.0)
        kind = chance.choice(3, self.events, p=shares)
        sizes = np.array([self.customers, self.customers, max(self.visitors, 1)])
        starts = np.array([0, self.customers, 2 * self.customers])
        drawn = starts[kind] + (chance.random(self.events) * sizes[kind]).astype(np.int64)
        visits = np.arange(2 * self.customers, 2 * self.customers + self.visitors)
        return np.concatenate([np.arange(self.customers), visits, drawn])

    @cached_property
    def occurred_at(self) -> Int64s:
        """When each fact occurred."""
        return self.until - np.random.default_rng(self.seed + 1).integers(0, SPAN, self.facts)

    @cached_property
    def details(self) -> Int64s:
        """Which product or page each fact is about."""
        return np.random.default_rng(self.seed + 2).integers(0, PRODUCTS, self.facts)

    def identifier(self, named: int) -> tuple[str, str]:
        """Type and value of a name."""
        if named < self.customers:
            return "user_id", user_id(named)
        if named < 2 * self.customers:
            return "anonymous_id", anonymous_id(named - self.customers)
        return "anonymous_id", visitor_id(named - 2 * self.customers)


PRODUCT_PROPERTIES = [product_properties(product) for product in range(PRODUCTS)]
PAGE_PROPERTIES = [page_properties(page) for page in range(PRODUCTS)]


def facts(plan: Plan, start: int = 0, end: int | None = None) -> Iterator[Fact]:
    """The plan's facts from one place to another, in the order in which they are filed."""
    end = plan.facts if end is None else end
    rows = zip(
        plan.names[start:end].tolist(),
        plan.occurred_at[start:end].tolist(),
        plan.details[start:end].tolist(),
        strict=True,
    )
    for place, (named, occurred_at, detail) in enumerate(rows, start):
        if place < plan.customers:
            yield identify(place, occurred_at)
        else:
            yield event(plan, place, named, occurred_at, detail)


def identify(customer: int, occurred_at: int) -> Fact:
    """A customer says who they are."""
    first, last = name(customer)
    # By hand, because a million of these are made.
    traits = f'{{"email":"{email(customer)}","first_name":"{first}","last_name":"{last}"}}'.encode()
    named = [("user_id", user_id(customer)), ("anonymous_id", anonymous_id(customer))]
    return Fact(Kind.IDENTIFY.value, message_id(customer), occurred_at, named, "", msgspec.Raw(traits))


def event(plan: Plan, place: int, named: int, occurred_at: int, detail: int) -> Fact:
    """Something that happened, under a user id a shop event, else a page view."""
    is_user = named < plan.customers
    kind, what = ("track", TRACKED[detail % len(TRACKED)]) if is_user else ("page", "Product")
    properties = (PRODUCT_PROPERTIES if is_user else PAGE_PROPERTIES)[detail]
    return Fact(kind, message_id(place), occurred_at, [plan.identifier(named)], what, EMPTY, properties)
