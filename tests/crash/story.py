"""A fixed log in which everything happens that the road can file; every run of it must end in the same rows.

What is taken between two `File` steps is all in the inbox before the road starts, so positions never depend on time.
"""

from dataclasses import dataclass
from typing import Any

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Lane
from tests.oracle.saying import decision, group, identify, track

SOURCES = {
    "server": SourceKind.SERVER,
    "till": SourceKind.TILL,
    "list": SourceKind.FILE,
    "site": SourceKind.BROWSER,
    "staff": SourceKind.STAFF,
}
AS_IT_COMES = 2
"""The batch whose facts wait in the inbox; those of the others wait in prepared files."""
MONTH = 31 * 24 * 60
"""In minutes, as the times of these facts are."""


@dataclass(frozen=True)
class Take:
    """One request, or a prepared file. Decisions name identifiers as (type, value), and those to reverse by message."""

    source: str
    facts: tuple[Fact, ...]
    lane: Lane = Lane.LIVE
    batch: int = 0
    prepared: bool = False


@dataclass(frozen=True)
class File:
    """The road files all that waits; without `flush` the lake is not told yet."""

    flush: bool = True


def live(source: str, *facts: Fact) -> Take:
    return Take(source, facts)


def imported(batch: int, *facts: Fact) -> Take:
    return Take("list", facts, Lane.IMPORTS, batch, prepared=batch != AS_IT_COMES)


def decided(kind: str, message: str, **says: Any) -> Take:
    return Take("staff", (decision(kind, message=message, minute=2 * MONTH, **says),), Lane.DECISIONS)


def user(name: str) -> tuple[str, str]:
    return "user_id", name


def visitor(name: str) -> tuple[str, str]:
    return "anonymous_id", name


def card(number: str) -> tuple[str, str]:
    return "member_card", number


def mail(name: str) -> tuple[str, str]:
    return "email", f"{name}@shop.co.th"


def phone(last: str) -> tuple[str, str]:
    return "phone", f"+6681234567{last}"


KIOSK = ("phone", "+66900000000")
TEA = {"product_id": "tea", "name": "ชาเขียว", "price": 60.5, "quantity": 2}
CAKE = {"product_id": "cake", "name": "蛋糕", "price": 120, "quantity": 1}

ARRIVING = [
    live("site", track("Home", visitor("a1"), message="s1"), track("Menu", visitor("a2"), message="s2", minute=MONTH)),
    live("site", identify(visitor("a1"), mail("ann"), message="s3", minute=1, email="ann@shop.co.th", city="Bangkok")),
    live(
        "server",
        identify(user("u1"), visitor("a1"), message="v1", minute=2, name="Ann Lee", email="ann@shop.co.th"),
        identify(user("u2"), visitor("a2"), message="v2", minute=3, name="สมชาย ใจดี", phone="+66812345671"),
        track("Product Viewed", user("u1"), visitor("a1"), message="v3", minute=4, product_id="tea"),
        track("Searched", user("u2"), message="v4", minute=2 * MONTH - 5, query="蛋糕"),
    ),
    live(
        "till",
        track(
            "Order Completed", card("C1"), phone("1"), message="t1", order_id="o1", total=181.5, products=[TEA, CAKE]
        ),
        track(
            "Order Completed", card("C2"), message="t2", minute=MONTH, order_id="o2", currency="THB", products=[CAKE]
        ),
        track("Order Updated", card("C1"), message="t3", minute=9, order_id="o1", currency="thb", products=[TEA]),
    ),
    live("server", group("family", user("u1"), message="v5", name="Lee", kind="household")),
    live("server", track("Product Viewed", user("u1"), visitor("a1"), message="v3", minute=4, product_id="tea")),
    live("server", track("Product Viewed", user("u1"), message="v3", minute=5, product_id="cake")),
    imported(
        1,
        identify(mail("ann"), card("C1"), message="r1", name="李安", birthday="1990-01-01"),
        identify(mail("bea"), phone("1"), message="r2", name="Bea Fox", birthday="1991-02-02"),
        track("Visit", mail("bea"), message="r3", minute=MONTH),
        identify(message="r4", name="نگار احمدی"),
    ),
    imported(
        2,
        track("Visit", mail("bea"), message="r3", minute=MONTH),
        identify(mail("cem"), card("C2"), phone("2"), message="r5", name="Cem", city="İzmir"),
        track("Visit", mail("cem"), phone("2"), message="r6", minute=2 * MONTH - 9),
    ),
    live("till", track("Order Refunded", card("C1"), message="t4", minute=12, order_id="o1", total=60.5)),
]

DECIDING = [
    decided("join", "d1", a=user("u2"), b=mail("cem")),
    decided("apart", "d2", a=user("u1"), b=card("C1")),
    decided("withdraw", "d3", a=user("u2"), b=visitor("a2"), source="server"),
    decided("end", "d4", key=phone("1"), at=MONTH),
    decided("block", "d5", key=visitor("a2")),
    live("server", identify(user("u3"), phone("1"), message="v6", minute=MONTH + 2, name="Dan", phone="+66812345671")),
    live("site", track("Home", visitor("a2"), user("u3"), message="s4", minute=MONTH + 3)),
    live("site", track("Home", visitor("a9"), mail("dan"), message="s5", minute=MONTH + 4)),
    live("site", track("Home", visitor("a1"), mail("dan"), message="s6", minute=MONTH + 5)),
    live("till", track("Order Cancelled", card("C9"), message="t5", minute=MONTH + 9, order_id="o2")),
    imported(3, identify(mail("dan"), message="r7", name="Dan"), track("Visit", mail("dan"), message="r8")),
]

UNDOING = [
    decided("reverse", "d6", position="d1"),
    decided("withdraw", "d7", batch=1),
    decided("part", "d8", key=phone("2")),
    decided("erase", "d9", root=mail("dan")),
    live("server", track("Product Viewed", user("u2"), message="v7", minute=2 * MONTH + 1, product_id="cake")),
    imported(1, identify(mail("late"), message="r9", name="Late")),
    imported(4, identify(mail("dan"), message="r10", name="Dan"), track("Visit", mail("dan"), message="r11")),
    imported(4, track("Visit", user("u1"), mail("dan"), message="r12", minute=5, note="dan@shop.co.th called")),
]

RETURNING = [
    decided("reverse", "d10", position="d7"),
    decided("withdraw", "d11", batch=2),
    live("server", identify(mail("dan"), message="v8", minute=2 * MONTH + 3, name="Dan")),
    live("server", track("Product Viewed", mail("dan"), message="v9", minute=2 * MONTH + 4)),
    live("server", track("Product Viewed", user("u1"), message="v10", minute=MONTH + 7, product_id="tea")),
    # The last request, so that the alarm that it raises is answered at the last position.
    live("till", *(track("Visit", card(f"K{n}"), KIOSK, message=f"k{n}", minute=n) for n in range(25))),
]

STORY: list[Take | File] = [*ARRIVING, File(), *DECIDING, File(flush=False), *UNDOING, File(), *RETURNING, File()]
TAKES = sum(isinstance(step, Take) for step in STORY)


RANGE = 50
ROWS = 1_000
LIVE_BEFORE = live(
    "server",
    *(identify(user(f"u{n}"), mail(f"m{n}"), message=f"v{n}", minute=n, name=f"Ann {n}") for n in range(0, ROWS, 9)),
)
LIST = imported(
    7,
    *(
        identify(card(f"{n % 970:04}"), mail(f"m{n}"), message=f"row:{n}", minute=n, name=f"Ann {n}", city=f"city {n}")
        for n in range(ROWS)
    ),
)
"""Some of these rows are people who are known, and some are two rows of one person."""
