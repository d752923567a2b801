"""The timeline: sentences by day, filtered by kind, page by page, over the real lake."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.unify.customers.sheets.timeline import PAGE
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from tests.unify.pages import signed_in, words
from tests.unify.telling import done, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

CARD = ("member_card", "C1")
PART = {"HX-Request": "true"}
DAY = 86_400
SENTENCES = ("Bought o1", "Put Cake into the cart", "Looked at the page Home", "Looked at Cake 1", "Stamp Collected")


@pytest.fixture
def till(data_folder: Path) -> Source:
    return source(SourceKind.TILL)


@pytest.fixture
def mali(till: Source) -> Client:
    return signed_in()


def viewed(number: int) -> Fact:
    return said(Kind.TRACK, f"v{number}", CARD, ago=DAY + number, event="Product Viewed", name=f"Cake {number}")


def test_events_stand_in_sentences_under_their_day(till: Source, mali: Client) -> None:
    order: dict[str, Any] = {"order_id": "o1", "total": 185, "currency": "THB", "products": [{"name": "Iced latte"}]}
    tell(
        till,
        said(Kind.TRACK, "1", CARD, ago=2 * DAY, event="Order Completed", **order),
        said(Kind.TRACK, "2", CARD, ago=60, event="Stamp Collected", stamps=3),
    )

    response = mali.get("/customers/1/timeline/", headers=PART)

    shown = words(response)
    assert shown.index("Stamp Collected · stamps 3 · Till") < shown.index("Bought Iced latte for ฿185 · Till")
    assert response.content.decode().count('<li class="day">') == 2
    assert 'class="money"' in response.content.decode()


def test_the_first_part_says_when_somebody_was_last_seen(till: Source, mali: Client) -> None:
    tell(till, said(Kind.TRACK, "1", CARD, ago=7200, event="Product Viewed", name="Cake"))

    part = mali.get("/customers/1/timeline/", headers=PART).content.decode()
    filtered = mali.get("/customers/1/timeline/?kind=orders", headers=PART).content.decode()

    assert 'id="last-seen" hx-swap-oob="true"' in part
    assert "2 hours ago" in part
    assert "last-seen" not in filtered


def test_without_javascript_the_timeline_is_a_page(till: Source, mali: Client) -> None:
    tell(till, viewed(1))

    response = mali.get("/customers/1/timeline/")

    assert response.content.decode().startswith("<!doctype html>")
    assert "Looked at Cake 1" in words(response)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("orders", {"Bought o1"}),
        ("carts", {"Put Cake into the cart"}),
        ("visits", {"Looked at the page Home", "Looked at Cake 1"}),
        ("other", {"Stamp Collected"}),
        ("nonsense", set(SENTENCES)),
    ],
)
def test_a_kind_leaves_out_all_others(till: Source, mali: Client, kind: str, expected: set[str]) -> None:
    home = said(Kind.PAGE, "p", CARD, ago=9)
    home.event = "Home"
    tell(
        till,
        said(Kind.TRACK, "1", CARD, ago=10, event="Order Completed", order_id="o1"),
        said(Kind.TRACK, "2", CARD, ago=10, event="Product Added", name="Cake"),
        said(Kind.TRACK, "3", CARD, ago=10, event="Stamp Collected"),
        home,
        viewed(1),
    )

    shown = words(mali.get(f"/customers/1/timeline/?kind={kind}", headers=PART))

    assert {sentence for sentence in SENTENCES if sentence in shown} == expected


def test_pages_follow_each_other_without_gaps(till: Source, mali: Client) -> None:
    tell(till, *(viewed(number) for number in range(PAGE + 5)))

    first = mali.get("/customers/1/timeline/", headers=PART)
    cursor = first.content.decode().split("?before=")[1].split('"')[0]
    second = mali.get(f"/customers/1/timeline/?before={cursor}", headers=PART)

    assert words(first).count("Looked at Cake") == PAGE
    assert [words(second).count(f"Looked at Cake {number} ") for number in range(PAGE - 1, PAGE + 5)] == [
        0,
        1,
        1,
        1,
        1,
        1,
    ]
    assert "Earlier" not in words(second)


def test_what_was_said_several_times_in_a_minute_is_told_once(till: Source, mali: Client) -> None:
    used = [said(Kind.TRACK, f"c{n}", CARD, ago=60, event="Coupon Applied", coupon_name="Mango") for n in range(3)]
    moment = used[0].occurred_at
    for fact in used:
        fact.occurred_at = moment
    tell(till, *used)

    shown = words(mali.get("/customers/1/timeline/", headers=PART))

    assert shown.count("Used the coupon Mango") == 1
    assert "Used the coupon Mango × 3" in shown


def test_corrections_and_decisions_stand_among_the_events(till: Source, mali: Client) -> None:
    tell(till, viewed(1), said(Kind.IDENTIFY, "i", ("member_card", "C2")))
    done(services.edit_customer(key("C1"), {"city": "Pai"}, actor="owner"))
    done(services.keep_apart(key("C1"), key("C2"), actor="owner"))

    everything = words(mali.get("/customers/1/timeline/", headers=PART))
    decisions = words(mali.get("/customers/1/timeline/?kind=decisions", headers=PART))

    assert "Corrected: City is Pai" in everything
    assert "are kept apart. · The owner" in everything
    assert "Looked at Cake 1" in everything
    assert "Looked at Cake 1" not in decisions
    assert "are kept apart." in decisions


def test_only_what_a_correction_changed_is_told(till: Source, mali: Client) -> None:
    tell(till, said(Kind.IDENTIFY, "1", CARD, street="Soi 1", city="Trang", country="TH"))
    for city in ("Pai", "Nan"):
        address = {"street": "Soi 1", "city": city, "state": None, "postal_code": None, "country": "TH"}
        done(services.edit_customer(key("C1"), address, actor="owner"))

    shown = words(mali.get("/customers/1/timeline/?kind=decisions", headers=PART))

    assert ["Corrected: City is Pai" in shown, "Corrected: City is Nan" in shown] == [True, True]
    assert shown.count("Corrected:") == 2


def test_markup_in_an_event_is_only_text(till: Source, mali: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    tell(
        till,
        said(Kind.TRACK, "1", CARD, event="Product Viewed", name=evil),
        said(Kind.TRACK, "2", CARD, event=evil, note=evil),
        said(Kind.IDENTIFY, "3", CARD, name=evil, city=evil),
    )

    pages = [mali.get(path).content.decode() for path in ("/customers/1/", "/customers/1/timeline/", "/customers/")]

    assert [page.count("<img src=x") for page in pages] == [0, 0, 0]
    assert [page.count("&lt;img src=x") > 0 for page in pages] == [True, True, True]


def test_nothing_yet_is_said_in_words(till: Source, mali: Client) -> None:
    tell(till, said(Kind.IDENTIFY, "1", CARD, name="A"))

    everything = words(mali.get("/customers/1/timeline/", headers=PART))
    orders = words(mali.get("/customers/1/timeline/?kind=orders", headers=PART))

    assert "Nothing has happened yet." in everything
    assert "Nothing of this kind has happened." in orders
