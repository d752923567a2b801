"""Orders: real baskets as Order Completed, and a few made-up refunds."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from regulars.unify.facts.fact import Fact, Kind, encode

from . import dice
from .bundle import SERVER, TILL
from .journey import Journey, Products
from .made import Made, properties
from .people import Person
from .story import DAY, KIOSK_PHONE, Story

REFUNDED_TILL = 0.003
REFUNDED_WEB = 0.02
PETROL = 1_000
"""From here on a quantity is thousandths of a gallon: only petrol has such, of everything else at most 144 are sold."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The beginning of each product's JSON, and the coupons: by basket, and by basket and product."""

    products: list[str]
    coupons: dict[int, int]
    line_coupons: dict[int, dict[int, int]]


def ledger_of(journey: Journey) -> Ledger:
    """What the orders of a journey are written from."""
    line_coupons: dict[int, dict[int, int]] = {}
    for redeemed in journey.redemptions:
        if redeemed.product_id:
            line_coupons.setdefault(redeemed.basket, {})[redeemed.product_id] = redeemed.coupon
    coupons = {redeemed.basket: redeemed.coupon for redeemed in reversed(journey.redemptions)}
    return Ledger(_product_heads(journey.products), coupons, line_coupons)


def orders(story: Story, ledger: Ledger, start: int, stop: int) -> Iterator[Made]:
    """Order Completed for the baskets from `start` up to `stop`."""
    baskets = story.journey.baskets
    columns = (baskets.id, baskets.placed_at, story.is_web)
    rows = zip(range(start, stop), *(column[start:stop].tolist() for column in columns), strict=True)
    written = written_orders(story, ledger, start, stop)
    for (place, basket, placed_at, is_web), order in zip(rows, written, strict=True):
        yield (
            SERVER if is_web else TILL,
            Fact(
                kind=Kind.TRACK,
                event="Order Completed",
                message_id=f"order-{basket}",
                occurred_at=placed_at,
                identifiers=online(story.buyer(place)) if is_web else _at_till(story, place),
                properties=properties(order),
            ),
        )


def online(person: Person) -> list[tuple[str, str]]:
    """How the web shop's server names its customer."""
    return [("user_id", person.user_id), ("email", person.email)]


def _at_till(story: Story, place: int) -> list[tuple[str, str]]:
    person = story.buyer(place)
    if story.at_kiosk[place]:
        return [("member_card", person.card), ("phone", KIOSK_PHONE)]
    if story.with_phone[place]:
        return [("member_card", person.card), ("phone", person.phone)]
    return [("member_card", person.card)]


def written_orders(story: Story, ledger: Ledger, start: int, stop: int) -> Iterator[str]:
    """The properties of each order as JSON; written by hand, since there are 1.5 million lines."""
    baskets, lines = story.journey.baskets, story.journey.lines
    first, last = int(baskets.first_line[start]), int(baskets.first_line[stop])
    columns = (lines.product, lines.quantity, lines.sales, lines.discount)
    product, quantity, sales, discount = (column[first:last].tolist() for column in columns)
    tails = list(map(_line_tail, quantity, sales, discount))
    items = [ledger.products[number] + tail for number, tail in zip(product, tails, strict=True)]
    sums = _sums(story.journey, start, stop)
    bounds = (baskets.first_line[start : stop + 1] - first).tolist()
    shops, ids = baskets.store[start:stop].tolist(), baskets.id[start:stop].tolist()
    for number, (revenue, off, coupon_off) in enumerate(sums):
        place, own = start + number, slice(bounds[number], bounds[number + 1])
        bought = items[own]
        if place in ledger.line_coupons:
            bought = _with_coupons(story.journey, ledger.line_coupons[place], product[own], bought)
        shop = f"Web shop, from store {shops[number]}" if story.is_web[place] else f"Store {shops[number]}"
        yield (
            f'{{"order_id":"{ids[number]}","affiliation":"{shop}","currency":"USD","revenue":{_money(revenue)},'
            f'"total":{_money(revenue)}{_reductions(off, coupon_off, ledger.coupons.get(place))},'
            f'"products":[{",".join(bought)}]}}'
        )


def _sums(journey: Journey, start: int, stop: int) -> list[tuple[int, int, int]]:
    """Revenue, the shop's discount and the makers' coupons of each basket, in cents."""
    lines, bounds = journey.lines, journey.baskets.first_line
    within, starts = slice(bounds[start], bounds[stop]), bounds[start:stop] - bounds[start]
    columns = (lines.discount[within], lines.coupon_discount[within])
    off, coupon_off = (np.add.reduceat(column, starts).tolist() for column in columns)
    return list(zip(journey.baskets.revenue[start:stop].tolist(), off, coupon_off, strict=True))


def _reductions(off: int, coupon_off: int, coupon: int | None) -> str:
    text = f',"discount":{_money(off)}' if off else ""
    text += f',"coupon_discount":{_money(coupon_off)}' if coupon_off else ""
    return f'{text},"coupon":"{coupon}"' if coupon else text


def _with_coupons(journey: Journey, coupons: dict[int, int], product: list[int], items: list[str]) -> list[str]:
    ids = [journey.products.id[number] for number in product]
    return [
        f'{item[:-1]},"coupon":"{coupons[id_]}"}}' if id_ in coupons else item
        for id_, item in zip(ids, items, strict=True)
    ]


def _product_heads(products: Products) -> list[str]:
    columns = (products.id, products.maker, products.name, products.brand, products.category)
    return [_product_head(*row) for row in zip(*columns, strict=True)]


def _product_head(id_: int, maker: int, name: str, brand: str, category: str) -> str:
    known = {"product_id": str(id_), "sku": f"{maker}-{id_}", "name": name, "brand": brand, "category": category}
    if not name and not brand:
        known = {"product_id": str(id_)}
    return encode({key: value for key, value in known.items() if value}).decode()[:-1] + ","


@lru_cache(maxsize=100_000)
def _line_tail(quantity: int, sales: int, discount: int) -> str:
    """Price a piece (or gallon) and quantity; `total` where the price is rounded, so that lines add up to the cent."""
    off = f',"discount":{_money(discount)}' if discount else ""
    if quantity >= PETROL:
        return f'"price":{sales * 10 / quantity:.4f},"total":{_money(sales)},"quantity":{quantity / 1000}{off}}}'
    price, rest = divmod(sales, quantity or 1)
    written = f'{sales / quantity / 100:.4f},"total":{_money(sales)}' if rest else _money(price)
    return f'"price":{written},"quantity":{quantity}{off}}}'


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def refunds(story: Story, ledger: Ledger) -> Iterator[Made]:
    """Made up, and marked so: the real data knows no returns. One in five returns the whole order."""
    baskets = story.journey.baskets
    share = np.where(story.is_web, REFUNDED_WEB, REFUNDED_TILL)
    chosen = dice.throws(baskets.id, "refund") < share
    chosen &= (baskets.revenue > 0) & (baskets.placed_at < story.journey.last_at - 8 * DAY)
    for place in np.flatnonzero(chosen).tolist():
        yield _refund(story, ledger, place)


def _refund(story: Story, ledger: Ledger, place: int) -> Made:
    baskets, person, is_web = story.journey.baskets, story.buyer(place), bool(story.is_web[place])
    basket = int(baskets.id[place])
    fact = Fact(
        kind=Kind.TRACK,
        event="Order Refunded",
        message_id=f"refund-{basket}",
        occurred_at=int(baskets.placed_at[place]) + int((1 + 6 * dice.throw(basket, "days")) * DAY),
        identifiers=online(person) if is_web else [("member_card", person.card)],
        properties=properties(
            f'{{"order_id":"{basket}","currency":"USD","made_up":true,{_returned(story, ledger, place)}}}'
        ),
    )
    return (SERVER if is_web else TILL, fact)


def _returned(story: Story, ledger: Ledger, place: int) -> str:
    """The whole order, or its dearest line."""
    baskets, lines = story.journey.baskets, story.journey.lines
    if dice.throw(int(baskets.id[place]), "whole refund") < 0.2:
        return f'"total":{_money(int(baskets.revenue[place]))}'
    first, last = int(baskets.first_line[place]), int(baskets.first_line[place + 1])
    line = first + int(lines.sales[first:last].argmax())
    sales = int(lines.sales[line])
    tail = _line_tail(int(lines.quantity[line]), sales, int(lines.discount[line]))
    return f'"total":{_money(sales)},"products":[{ledger.products[lines.product[line]]}{tail}]'
