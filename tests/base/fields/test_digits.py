"""Digits of all scripts."""

import sys
import unicodedata

import pytest

from regulars.base.fields import digits


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("๐๘๑-๒๓๔", "081-234"),
        ("۰۹۱۲", "0912"),
        ("٠٩١٢", "0912"),
        ("１３８", "138"),
        ("ราคา ๙๙ บาท", "ราคา 99 บาท"),
        ("plain 42", "plain 42"),
        ("王²五", "王²五"),
    ],
)
def test_to_ascii_changes_decimal_digits_only(text: str, ascii_text: str) -> None:
    assert digits.to_ascii(text) == ascii_text


def test_to_ascii_knows_every_decimal_digit_of_unicode() -> None:
    decimals = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Nd"]

    read = digits.to_ascii("".join(decimals))

    assert read == "".join(str(unicodedata.decimal(character)) for character in decimals)


@pytest.mark.parametrize("zero", ["๐", "۰", "٠", "0"])
def test_in_script_is_undone_by_to_ascii(zero: str) -> None:
    written = digits.in_script("2026-11-23", zero)

    assert written.count(zero) == 1
    assert digits.to_ascii(written) == "2026-11-23"
