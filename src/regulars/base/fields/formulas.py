"""Texts that a spreadsheet would calculate: how they are written so that it does not, and how they are read again."""

import re

FORMULA = re.compile(r"[=+\-@\t\r\n|%＝＋－＠]")
NUMBER_TO_DIAL = re.compile(r"\+\d{5,15}")
SHIELD = "'"


def would_calculate(text: str) -> bool:
    """Whether a spreadsheet would take it for a formula; a number to dial is none."""
    is_formula = FORMULA.match(text.lstrip(" \u00a0\u200e\u200f\ufeff"))
    return bool(is_formula) and not NUMBER_TO_DIAL.fullmatch(text)


def harmless(text: str) -> str:
    """The text behind an apostrophe if it would calculate, or looks as if it had been put behind one already."""
    return SHIELD + text if would_calculate(text.lstrip(SHIELD)) else text


def lasting(text: str) -> str:
    """A text for a cell that is typed as text: behind one more apostrophe if an import would take one away."""
    return SHIELD + text if plain(text) != text else text


def plain(text: str) -> str:
    """What `harmless` was given; other texts stay as they are."""
    is_shielded = text.startswith(SHIELD) and would_calculate(text.lstrip(SHIELD))
    return text[1:] if is_shielded else text
