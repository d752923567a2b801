"""Visits to the web shop: made up, around the products of real baskets."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import numpy as np

from regulars.unify.facts.fact import Fact, Kind, raw

from . import dice
from .bundle import WEB
from .made import Made, properties
from .orders import Ledger
from .people import LANGUAGES, Person
from .story import DAY, SECOND, Story

SHOP_URL = "https://shop.example.com"
PACE = 40 * SECOND
NOTHING = msgspec.Raw(b"")
LOOKED_AT = 3
PUT_IN_CART = 4
BROWSED_FIRST = 2
CONTEXT = {
    language: raw({"library": {"name": "analytics.js", "version": "2.11.1"}, "locale": language})
    for language in LANGUAGES
}


@dataclass(slots=True)
class Visits:
    """Writes visits in order of time; remembers who is signed in on which browser."""

    story: Story
    ledger: Ledger
    signed_in: dict[str, str] = field(default_factory=dict)
    browsing: frozenset[int] = frozenset()
    received: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browsing = frozenset(_looked_around_first(self.story))
        for campaign, household in self.story.journey.recipients:
            self.received.setdefault(household, []).append(campaign)

    def between(self, start: int, stop: int) -> Iterator[Made]:
        """The visits that belong to the baskets from `start` up to `stop`."""
        for offset in np.flatnonzero(self.story.is_web[start:stop]).tolist():
            yield from self._shopping(start + offset)
        for place in sorted(place for place in self.browsing if start <= place < stop):
            yield from self._browsing(place)

    def _browsing(self, place: int) -> Iterator[Made]:
        """A look around hours before the same things are bought in the shop."""
        visit = self._visit(place, before=5 * 3600)
        yield visit.home()
        for product in visit.products[:LOOKED_AT]:
            yield visit.product("Product Viewed", product)

    def _shopping(self, place: int) -> Iterator[Made]:
        """From the home page to the cart; then, if not signed in already, signing in; then the checkout."""
        visit, person = self._visit(place, before=15 * 60), self.story.buyer(place)
        yield visit.home()
        if campaign := self._campaign(place):
            shown = {"promotion_id": str(campaign), "name": f"Campaign {campaign}", "position": "home_top"}
            yield visit.track("Promotion Viewed", raw(shown))
        yield visit.listing()
        for product in visit.products[:LOOKED_AT]:
            yield visit.product("Product Viewed", product)
        for product in visit.products[:PUT_IN_CART]:
            yield visit.product("Product Added", product, in_cart=True)
        yield visit.track("Cart Viewed", raw({"cart_id": visit.cart}))
        if self.signed_in.get(person.browser) != person.user_id or dice.throw(visit.basket, "session over") < 0.2:
            self.signed_in[person.browser] = person.user_id
            yield visit.sign_in()
        yield visit.checkout(int(self.story.journey.baskets.revenue[place]))

    def _visit(self, place: int, before: int) -> "Visit":
        baskets, person = self.story.journey.baskets, self.story.buyer(place)
        lines = slice(baskets.first_line[place], baskets.first_line[place + 1])
        products: list[int] = self.story.journey.lines.product[lines].tolist()
        started_at = int(baskets.placed_at[place]) - before * SECOND
        user_id = self.signed_in.get(person.browser, "")
        return Visit(self, int(baskets.id[place]), person, products, started_at, user_id)

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
    basket: int
    person: Person
    products: list[int]
    started_at: int
    user_id: str
    count: int = 0

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
        self.user_id = self.person.user_id
        source, fact = self._fact(Kind.IDENTIFY, "", NOTHING)
        fact.traits = raw({"email": self.person.email, "language": self.person.script.language})
        return source, fact

    def track(self, event: str, said: msgspec.Raw) -> Made:
        """A track call."""
        return self._fact(Kind.TRACK, event, said)

    def _fact(self, kind: Kind, event: str, said: msgspec.Raw) -> Made:
        self.count += 1
        browser = ("anonymous_id", self.person.browser)
        fact = Fact(
            kind=kind,
            event=event,
            message_id=f"web-{self.basket}-{self.count}",
            occurred_at=self.started_at + self.count * PACE,
            identifiers=[browser, ("user_id", self.user_id)] if self.user_id else [browser],
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
