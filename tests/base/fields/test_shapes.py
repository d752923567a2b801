"""Shapes of texts."""

import pytest

from regulars.base.fields.shapes import has_shape


@pytest.mark.parametrize(
    ("text", "shape", "fits"),
    [
        ("AB-1234", "AA-9999", True),
        ("กข-๑๒๓๔", "AA-9999", True),
        ("AB-123", "AA-9999", False),
        ("A1-1234", "AA-9999", False),
        ("AB 1234", "AA-9999", False),
        ("", "", True),
        ("", "9", False),
    ],
)
def test_each_character_has_its_kind(text: str, shape: str, fits: bool) -> None:
    assert has_shape(text, shape) is fits
