"""Amounts as columns write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.collect.files.mapping.amounts import amount, currency, decimal_mark
from regulars.collect.files.mapping.columns import Unclear


@pytest.mark.parametrize(
    ("written", "mark", "expected"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("฿1,200", ".", "1200"),
        ("1200 บาท", ".", "1200"),
        ("¥ 99.9", ".", "99.9"),
        ("۱٬۲۰۰٬۰۰۰ تومان", ".", "1200000"),
        ("۱۲٫۵", ".", "12.5"),
        ("(35.00)", ".", "-35.00"),
        ("-35", ".", "-35"),
        ("1 234,5", ",", "1234.5"),
        ("1,5", ".", None),
        ("12 apples", ".", None),
        ("1e5", ".", None),
        ("", ".", None),
    ],
)
def test_amount_is_a_number_or_none(written: str, mark: str, expected: str | None) -> None:
    assert amount(written, mark) == (None if expected is None else Decimal(expected))


@given(st.decimals(-1_000_000_000, 1_000_000_000, places=2))
def test_amount_is_read_back_in_both_ways_of_writing(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert amount(english, ".") == amount(german, ",") == number


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,200.50", "30"], (".", ())),
        (["1.200,50", "30"], (",", ())),
        (["12,5"], (",", ())),
        (["1.200.000"], (",", ())),
        (["1,200"], (".", ())),
        (["1.200"], (".", (Unclear.DECIMAL,))),
        (["1.5", "1,5"], (".", (Unclear.DECIMAL,))),
        ([], (".", ())),
    ],
)
def test_mark_is_decided_over_all_cells(cells: list[str], expected: tuple[str, tuple[str, ...]]) -> None:
    assert decimal_mark(cells) == expected


def test_currency_is_told_by_its_sign() -> None:
    assert [currency(words) for words in ("฿120", "120 บาท", "۵۰ تومان", "120")] == ["THB", "THB", "IRT", ""]


@given(st.text(max_size=20), st.sampled_from(".,"))
def test_no_text_is_too_odd(written: str, mark: str) -> None:
    found = amount(written, mark)

    assert found is None or found.is_finite()
