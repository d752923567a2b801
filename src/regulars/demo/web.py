"""Visits to the web shop: made up, around the products of real baskets."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import numpy as np

from regulars.unify.facts.fact import EMPTY, Fact, Kind, raw

from . import dice
from .bundle import WEB
from .made import Made, properties
from .orders import Ledger
from .people import LANGUAGES, Person
from .story import DAY, MINUTE, SECOND, Story

SHOP_URL = "https://shop.example.com"
PACE = 40 * SECOND
SHOPPING = 15 * MINUTE
BROWSING = 5 * 60 * MINUTE
"""How long before the basket a visit begins."""
LOOKED_AT = 3
PUT_IN_CART = 4
BROWSED_FIRST = 2
CONTEXT = {
    language: raw({"library": {"name": "analytics.js", "version": "2.11.1"}, "locale": language})
    for language in LANGUAGES
}


@dataclass(slots=True)
class Visits:
    """Writes visits in order of time; remembers who signed in on which browser, and when."""

    story: Story
    ledger: Ledger
    sign_ins: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    browsing: frozenset[int] = frozenset()
    received: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browsing = frozenset(_looked_around_first(self.story))
        for campaign, household in self.story.journey.recipients:
            self.received.setdefault(household, []).append(campaign)

    def between(self, start: int, stop: int) -> Iterator[Made]:
        """The visits that belong to the baskets from `start` up to `stop`."""
        shopping = [
            self._visit(start + offset, SHOPPING) for offset in np.flatnonzero(self.story.is_web[start:stop]).tolist()
        ]
        browsing = [self._visit(place, BROWSING) for place in self.browsing if start <= place < stop]
        for visit in sorted(shopping + browsing, key=lambda visit: (visit.started_at, visit.place)):
            yield from self._shopping(visit) if self.story.is_web[visit.place] else self._browsing(visit)

    def user_at(self, browser: str, at: int) -> str:
        """Who is signed in on a browser at a moment; empty: nobody yet."""
        return next((user_id for since, user_id in reversed(self.sign_ins.get(browser, ())) if since <= at), "")

    def _browsing(self, visit: "Visit") -> Iterator[Made]:
        """A look around hours before the same things are bought in the shop."""
        yield visit.home()
        for product in visit.products[:LOOKED_AT]:
            yield visit.product("Product Viewed", product)

    def _shopping(self, visit: "Visit") -> Iterator[Made]:
        """From the home page to the cart; then, if not signed in already, signing in; then the checkout."""
        yield visit.home()
        if campaign := self._campaign(visit.place):
            shown = {"promotion_id": str(campaign), "name": f"Campaign {campaign}", "position": "home_top"}
            yield visit.track("Promotion Viewed", raw(shown))
        yield visit.listing()
        for product in visit.products[:LOOKED_AT]:
            yield visit.product("Product Viewed", product)
        for product in visit.products[:PUT_IN_CART]:
            yield visit.product("Product Added", product, in_cart=True)
        yield visit.track("Cart Viewed", raw({"cart_id": visit.cart}))
        if visit.user_id != visit.person.user_id or dice.throw(visit.basket, "session over") < 0.2:
            yield visit.sign_in()
        yield visit.checkout(int(self.story.journey.baskets.revenue[visit.place]))

    def _visit(self, place: int, before: int) -> "Visit":
        baskets = self.story.journey.baskets
        lines = slice(baskets.first_line[place], baskets.first_line[place + 1])
        return Visit(
            visits=self,
            place=place,
            basket=int(baskets.id[place]),
            person=self.story.buyer(place),
            products=self.story.journey.lines.product[lines].tolist(),
            started_at=int(baskets.placed_at[place]) - before,
        )

    def _campaign(self, place: int) -> int:
        """A campaign that the household was sent and that was running, or 0."""
        baskets = self.story.journey.baskets
        at = int(baskets.placed_at[place])
        for campaign in self.received.get(int(baskets.household[place]), ()):
            ran = self.story.journey.campaigns[campaign]
            if ran.starts_at <= at <= ran.ends_at + DAY:
                return campaign
        return 0


@dataclass(slots=True)
class Visit:
    """One visit; each fact comes a little after the one before."""

    visits: Visits
    place: int
    basket: int
    person: Person
    products: list[int]
    started_at: int
    count: int = 0

    @property
    def now(self) -> int:
        """The moment of the fact made last."""
        return self.started_at + self.count * PACE

    @property
    def user_id(self) -> str:
        """Who the browser knows at this moment."""
        return self.visits.user_at(self.person.browser, self.now)

    @property
    def cart(self) -> str:
        """The cart's number."""
        return f"cart-{self.basket}"

    def home(self) -> Made:
        """The page call of the first page."""
        shown = {"name": "Home", "path": "/", "url": f"{SHOP_URL}/", "title": "Home"}
        return self._fact(Kind.PAGE, "Home", raw(shown))

    def listing(self) -> Made:
        """The list of the first product's category."""
        category = self.visits.story.journey.products.category[self.products[0]] or "EVERYTHING"
        return self.track("Product List Viewed", raw({"list_id": category, "category": category}))

    def product(self, event: str, product: int, *, in_cart: bool = False) -> Made:
        """An event about one product."""
        rest = f'"cart_id":"{self.cart}","quantity":1}}' if in_cart else '"currency":"USD"}'
        return self.track(event, properties(self.visits.ledger.products[product] + rest))

    def checkout(self, cents: int) -> Made:
        """The step after which the server takes over."""
        started = {"order_id": str(self.basket), "value": cents / 100, "currency": "USD"}
        return self.track("Checkout Started", raw(started))

    def sign_in(self) -> Made:
        """The browser's identify call: from here on it knows the user."""
        since = self.now + PACE
        self.visits.sign_ins.setdefault(self.person.browser, []).append((since, self.person.user_id))
        source, fact = self._fact(Kind.IDENTIFY, "", EMPTY)
        fact.traits = raw({"email": self.person.email, "language": self.person.script.language})
        return source, fact

    def track(self, event: str, said: msgspec.Raw) -> Made:
        """A track call."""
        return self._fact(Kind.TRACK, event, said)

    def _fact(self, kind: Kind, event: str, said: msgspec.Raw) -> Made:
        self.count += 1
        browser, user_id = ("anonymous_id", self.person.browser), self.user_id
        fact = Fact(
            kind=kind,
            event=event,
            message_id=f"web-{self.basket}-{self.count}",
            occurred_at=self.now,
            identifiers=[browser, ("user_id", user_id)] if user_id else [browser],
            properties=said,
            context=CONTEXT[self.person.script.language],
        )
        return WEB, fact


def _looked_around_first(story: Story) -> Iterator[int]:
    """For each person who comes to buy online, the last baskets at the till before."""
    for person in np.unique(story.person[story.is_web]).tolist():
        own = story.person == person
        first = int(np.flatnonzero(own & story.is_web)[0])
        yield from np.flatnonzero(own[:first])[-BROWSED_FIRST:].tolist()
