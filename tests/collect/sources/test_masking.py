"""Masked values show a shape, and never the whole of what somebody wrote."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.sources.masking import mask, masked, paths, safe_name, type_names, type_of


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("somchai@gmail.com", "s•••@g•••.com"),
        ("0812345678", "081•••••78"),
        ("+66 81 234 5678", "+66•••••78"),
        ("1988-05-14", "1988-••-••"),
        ("2026-11-01T09:00:00Z", "2026-••-••"),
        ("https://shop.example/?q=som", "https://•••"),
        ("สมชาย", "…8"),
        ("สมชาย ใจดีมาก", "…32"),
        ("x" * 33, "…128"),
        ("x" * 129, "…"),
        ("", '""'),
        (0, "0"),
        (7, "1–9"),
        (38, "10–99"),
        (66812345678, "≥ 1,000,000,000"),
        (0.5, "0–1"),
        (-185.5, "− 100–999"),
        (True, "true"),
        (None, "null"),
        ([1, 2], "[2]"),
        ({"a": 1}, "{1}"),
    ],
)
def test_mask_shows_a_shape(value: Any, shown: str) -> None:
    assert mask(value) == shown


@given(st.text(min_size=4))
def test_mask_never_shows_a_whole_text(text: str) -> None:
    assert text not in mask(text)


@pytest.mark.parametrize("name", ["som@example.com", "0812345678", "order 100234", "x" * 61])
def test_names_that_look_like_values_are_dots(name: str) -> None:
    assert safe_name(name) == "•••"


def test_masked_keeps_the_structure() -> None:
    said = {"email": "som@example.com", "products": [{"name": "ชาเขียวลับ", "price": 185}], "som@example.com": 1}

    assert masked(said) == {
        "email": "s•••@e•••.com",
        "products": [{"name": "…32", "price": "100–999"}],
        "•••": "1–9",
    }


def test_paths_go_two_levels_deep() -> None:
    said = {"total": 1, "address": {"city": "Bangkok", "geo": {"lat": 1}}, "products": [{"sku": "a"}, {"name": "b"}]}

    assert [path for path, _ in paths(said)] == [
        *("total", "address", "address.city", "address.geo", "products", "products[].sku", "products[].name")
    ]


def test_types_tell_dates_and_whole_numbers_apart() -> None:
    values = ["a", "2026-11-01", 1, 1.5, True, None, [], {}]

    assert [type_names(type_of(value)) for value in values] == [
        [name] for name in ("string", "date", "integer", "number", "boolean", "null", "array", "object")
    ]
