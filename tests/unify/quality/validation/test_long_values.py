"""Values made to be slow: what is longer than any of its kind is not searched, and marks upon a letter are few.

Nothing is timed here: each value is such that reading it in full would come to another answer.
"""

import pytest

from regulars.collect.files.mapping import amounts, days
from regulars.collect.files.mapping.cells import folded
from regulars.unify.facts import normalize
from regulars.unify.quality.validation import addresses, emails

MARKS = "\u0301\u0316"


def test_a_letter_keeps_thirty_marks_of_very_many() -> None:
    found = normalize.text("ก" * 1000 + "a" + MARKS * 50_000 + "ข")

    assert found == normalize.text("ก" * 1000 + "a" + MARKS * 15 + "ข")


@pytest.mark.parametrize("words", ["ที่นี่ " * 300, "é" * 2000, "e\u0301" * 2000, "👍🏽" * 700, "…" * 2000 + "é"])
def test_long_texts_of_people_stay_as_they_are(words: str) -> None:
    assert normalize.texts.steady(words) == words


@pytest.mark.parametrize("blanks", [2, 1000])
def test_an_address_is_looked_for_in_texts_that_may_be_one(blanks: int) -> None:
    written = "ann (at) shop.example" + " " * blanks

    found = emails.check(written, None)

    assert found.suggestion == ("ann@shop.example" if blanks == 2 else "")


@pytest.mark.parametrize("blanks", [1, 2000])
def test_what_is_far_too_long_is_no_address_day_amount_or_code(blanks: int) -> None:
    is_read = blanks == 1
    gap = " " * blanks

    assert (normalize.email(gap + "ann@shop.example") is not None) == is_read
    assert (days.day("2026-03" + gap + "-01") is not None) == is_read
    assert (days.moment("2026-03-01" + gap + "10:00", days.Style(), "UTC") is not None) == is_read
    assert (days.seen(["2026-03" + gap + "-01"]) is not None) == is_read
    assert (amounts.amount("฿" + gap + "12") is not None) == is_read
    assert (addresses.check_postal_code("10110" + gap, "TH").code != "postal_code_shape") == is_read


def test_so_many_letters_are_compared_as_words_have() -> None:
    assert folded("A" * 5000) == "a" * 1000
