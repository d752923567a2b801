"""Plainly written phone numbers, read without libphonenumber's long way."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from regulars.unify.facts.normalize.dialled import KINDS, dialled

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@st.composite
def written_numbers(draw: st.DrawFn) -> tuple[str, str | None]:
    """A number near one that exists, as somebody might write it, and the country of whoever writes it."""
    region = draw(st.sampled_from(REGIONS))
    known = PhoneMetadata.metadata_for_region(region)
    assert known is not None
    examples = [kind.example_number for name in KINDS if (kind := getattr(known, name)) and kind.example_number]
    number = draw(st.sampled_from(examples))
    for _change in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(number) - 1))
        number = number[:place] + draw(st.sampled_from("0123456789")) + number[place + draw(st.integers(0, 1)) :]
    code = known.country_code
    before = draw(st.sampled_from(["", "0", "+", "+0", f"{code}", f"+{code}", f"00{code}", f"+{code}0", "- "]))
    return before + number, draw(st.sampled_from([region, region, "TH", None]))


@given(written_numbers())
def test_a_number_is_read_as_libphonenumber_reads_it(of: tuple[str, str | None]) -> None:
    written, region = of

    found = dialled(written, region)

    assert found in {None, the_long_way(written, region)}


def the_long_way(written: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    number.extension = None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if valid else None


@pytest.mark.parametrize(
    ("written", "region", "expected"),
    [
        ("081-234-5678", "TH", "+66812345678"),
        ("812345678", "TH", "+66812345678"),
        ("+66 81 234 5678", None, "+66812345678"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("09123456789", "IR", "+989123456789"),
        ("66812345678", "TH", None),
        ("(212) 456-1234", "US", None),
    ],
)
def test_what_most_people_write_is_read_at_once(written: str, region: str | None, expected: str | None) -> None:
    assert dialled(written, region) == expected
