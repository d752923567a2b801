"""Events in words, however their senders wrote them."""

import re
from typing import Any

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.customers.sentences import KINDS, sentence_of, which
from regulars.unify.customers.sentences.registry import _written

CAKE = {"name": "Mango cake", "price": "120.00", "currency": "THB"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
NAMES = "total revenue value currency products name price order_id coupon category query affiliation discount".split()


def told(event: str, type_: str = "track", **properties: Any) -> str:
    """The sentence and what follows it, as text."""
    found = sentence_of(type_, event, properties)
    return re.sub(r"\s+", " ", strip_tags(f"{found.text} | {found.more}"))


@pytest.mark.parametrize(
    ("event", "properties", "expected"),
    [
        ("Order Completed", {"total": 185, "currency": "THB", "products": [CAKE]}, "Bought Mango cake for ฿185 | "),
        ("Completed Order", {"total": "9.5", "currency": "EUR"}, "Bought for €9.50 | "),
        (
            "Order Completed",
            {"products": [{"name": name} for name in "ABCDE"], "affiliation": "Sukhumvit 24", "coupon": "MANGO"},
            "Bought A, B, C and 2 more | Sukhumvit 24 · coupon MANGO",
        ),
        ("Order Refunded", {"order_id": "5102", "total": 20, "currency": "THB"}, "Got ฿20 back | Order 5102"),
        ("Product Added", CAKE, "Put Mango cake into the cart | ฿120"),
        ("Viewed Product", {"product_id": "p-1"}, "Looked at p-1 | "),
        ("Products Searched", {"query": "مانگو"}, "Searched for مانگو | "),
        (
            "Coupon Denied",
            {"coupon_name": "M", "reason": "too late"},
            "Tried the coupon M, which was refused | too late",
        ),
        ("Stamp Collected", {"stamps": 3, "at": {"shop": 1}, "card": "C1"}, "Stamp Collected | stamps 3 · card C1"),
    ],
)
def test_events_are_told_in_words(event: str, properties: dict[str, Any], expected: str) -> None:
    assert told(event, **properties) == expected


def test_pages_and_screens_are_told_by_their_name() -> None:
    assert told("Home", "page", path="/") == "Looked at the page Home | /"
    assert told("", "page", url="https://shop.example/") == "Looked at the page https://shop.example/ | "
    assert told("Cart", "screen") == "Opened the screen Cart | "


@given(event=st.sampled_from([*_written, "Unknown"]), properties=st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_properties_break_a_sentence(event: str, properties: dict[str, Any]) -> None:
    found = sentence_of("track", event, properties)

    assert found.text
    assert "{" not in str(sentence_of("track", event, {}).text)


@given(text=st.text(alphabet="<>&\"'a{}", min_size=1, max_size=20), event=st.sampled_from(sorted(_written)))
def test_what_senders_wrote_never_becomes_markup(text: str, event: str) -> None:
    properties = dict.fromkeys(NAMES, text) | {"products": [{"name": text}]}
    found = sentence_of("track", event, properties)

    markup = re.sub(r"</?(b|bdi)>", "", f"{found.text}{found.more}")
    assert "<" not in markup
    assert ">" not in markup


def test_every_event_belongs_to_a_kind_that_is_offered() -> None:
    assert {kind for kind, _ in _written.values()} <= set(KINDS)
    assert which("other") is not None
    assert which("") is None
