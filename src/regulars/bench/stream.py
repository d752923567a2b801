"""What shops send, as bodies of 100 events for `/v1/batch`: an endless mix over the customers of a plan.

Five in a hundred events lie in the last 24 months, the others occur now; three in ten are filed under a key that is
redirected; a few people and visitors are new.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from regulars.bench.people import FIRST, LAST, MONTHS, TRACKED, anonymous_id, email, user_id, visitor_id

BATCH = 100
LATE = 0.05
SERVER, BROWSER = 0, 1
ROUND = (SERVER, BROWSER, SERVER, BROWSER, SERVER, BROWSER, SERVER, BROWSER, SERVER, BROWSER, SERVER)
"""Which source sends the next body: 6 of 11 come from the shop's server."""

HEAD = b'{"messageId":"%b","timestamp":"%b","context":{"library":{"name":"%b","version":"2.3.4"},"ip":"203.0.113.%d"'
PAGE = (
    b',"locale":"th-TH","userAgent":"Mozilla/5.0 (X11; Linux x86_64)","page":{"path":"/p/%d","url":"https://shop.exampl'
    b'e/p/%d","title":"Coffee"}},"type":"page","name":"Product","anonymousId":"%b","properties":{"path":"/p/%d"}}'
)
TRACK = (
    b'},"type":"track","event":"%b","userId":"%b","properties":{"product_id":"p%d","sku":"SKU-%05d","name":"Coffee"'
    b',"category":"c%d","price":%d.5,"quantity":%d,"currency":"THB"}}'
)
IDENTIFY = (
    b'},"type":"identify","userId":"%b","anonymousId":"%b","traits":{"email":"%b","phone":"+6681%07d"'
    b',"first_name":"%b","last_name":"%b","city":"Chiang Mai"}}'
)
ORDER = (
    b',"traits":{"email":"%b"}},"type":"track","event":"Order Completed","userId":"%b","properties":{"order_id":"o-%b"'
    b',"total":%d.5,"currency":"THB","products":[%b]}}'
)
PRODUCT = b'{"product_id":"p%d","sku":"SKU-%05d","name":"Coffee","category":"c%d","price":%d.25,"quantity":%d}'


class Stream:
    """`run` is part of the message ids, so that streams of one run never send the same one."""

    def __init__(self, customers: int, visitors: int, run: str) -> None:
        self.chance = random.Random(run)
        self.run = run.encode()
        self.customers, self.visitors = customers, visitors
        self.newest_customer, self.newest_visitor = customers, visitors
        self.sent = 0
        now = datetime.now(UTC)
        days = MONTHS * 30
        self.past = [written(now - timedelta(days=days * self.chance.random())) for _ in range(2_000)]

    def bodies(self) -> Iterator[tuple[int, bytes]]:
        """Source (SERVER or BROWSER) and body, without end."""
        while True:
            for source in ROUND:
                make = self.server_event if source == SERVER else self.browser_event
                yield source, self.body(make)

    def body(self, make: Callable[[bytes], bytes]) -> bytes:
        """One body of 100 events."""
        now = written(datetime.now(UTC))
        return b'{"batch":[' + b",".join([make(self.moment(now)) for _ in range(BATCH)]) + b"]}"

    def moment(self, now: bytes) -> bytes:
        """When the next event occurred."""
        return self.past[int(self.chance.random() * len(self.past))] if self.chance.random() < LATE else now

    def head(self, moment: bytes, library: bytes) -> bytes:
        """What every event begins with."""
        self.sent += 1
        return HEAD % (b"%b-%08d" % (self.run, self.sent), moment, library, self.sent % 256)

    def browser_event(self, moment: bytes) -> bytes:
        """A page, seen by somebody who signed in once, by a visitor, or by somebody new."""
        roll, chance = self.chance.random(), self.chance.random()
        if roll < 0.67:
            who = anonymous_id(int(chance * self.customers))
        elif roll < 0.78:
            who = visitor_id(int(chance * self.visitors))
        else:
            self.newest_visitor += 1
            who = visitor_id(self.newest_visitor)
        page = int(chance * 2_000)
        return self.head(moment, b"analytics.js") + PAGE % (page, page, who.encode(), page)

    def server_event(self, moment: bytes) -> bytes:
        """Something about a known customer, a new one, or an order."""
        roll, chance = self.chance.random(), self.chance.random()
        customer = int(chance * self.customers)
        head = self.head(moment, b"analytics-python")
        if roll < 0.05:
            self.newest_customer += 1
            return head + identify(self.newest_customer)
        if roll < 0.14:
            return head + identify(customer)
        if roll < 0.27:
            return head + self.order(customer)
        product = int(self.chance.random() * 2_000)
        said = (product, product, product % 50, product % 900, product % 5 + 1)
        return head + TRACK % (TRACKED[product % 5].encode(), user_id(customer).encode(), *said)

    def order(self, customer: int) -> bytes:
        """An order of three products, named by user id and e-mail address."""
        picked = [int(self.chance.random() * 2_000) for _ in range(3)]
        products = b",".join([PRODUCT % (p, p, p % 50, p % 900, p % 5 + 1) for p in picked])
        order_id = b"%b-%08d" % (self.run, self.sent)
        return ORDER % (email(customer).encode(), user_id(customer).encode(), order_id, sum(picked), products)


def identify(customer: int) -> bytes:
    """A customer's profile as the shop's server sends it."""
    first, last = FIRST[customer % len(FIRST)], LAST[customer // len(FIRST) % len(LAST)]
    ids = (user_id(customer), anonymous_id(customer), email(customer))
    return IDENTIFY % (*(id_.encode() for id_ in ids), customer % 10**7, first.encode(), last.encode())


def written(moment: datetime) -> bytes:
    """ISO 8601 in milliseconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.").encode() + b"%03dZ" % (moment.microsecond // 1000)
