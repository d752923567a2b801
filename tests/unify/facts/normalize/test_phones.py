"""Phone numbers as E.164."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.facts import normalize


@pytest.mark.parametrize(
    ("written", "region", "expected"),
    [
        ("081-234-5678", "TH", "+66812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "TH", "+66812345678"),
        ("０８１２３４５６７８", "TH", "+66812345678"),
        ("812345678", "TH", "+66812345678"),
        ("66812345678", "TH", "+66812345678"),
        ("0066812345678", None, "+66812345678"),
        ("+66 (0) 81 234 5678", None, "+66812345678"),
        ("tel:+66812345678", None, "+66812345678"),
        ("whatsapp:+66812345678", None, "+66812345678"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "IR", "+989123456789"),
        ("٠٩١٢٣٤٥٦٧٨٩", "IR", "+989123456789"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("(212) 456-1234 ext. 5", "US", "+12124561234"),
        ("+44 20 7946 0958", "TH", "+442079460958"),
        ("0812345678", None, None),
        ("555-0123", "US", None),
        ("1234", "TH", None),
        ("none", "TH", None),
        ("", "TH", None),
        ("call me on 081-234-5678 after five in the evening", "TH", None),
    ],
)
def test_phone_is_e164_or_none(written: str, region: str | None, expected: str | None) -> None:
    assert normalize.phone(written, region) == expected


@given(st.text(alphabet="0123456789+-() ۰๐x", max_size=20), st.sampled_from(["TH", "CN", "IR", "US", None]))
def test_phone_is_stable_once_normalized(written: str, region: str | None) -> None:
    once = normalize.phone(written, region)

    assert once is None or normalize.phone(once, None) == once
