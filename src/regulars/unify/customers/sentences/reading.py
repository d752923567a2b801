"""Reads event properties as senders wrote them: any of them may be missing, or be something else. Pure."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from regulars.base.fields import display

MOST_PRODUCTS = 3
MOST_LETTERS = 200


def word(properties: Mapping[str, Any], *names: str) -> str:
    """The first of these properties that is a text or a number."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:MOST_LETTERS]
    return ""


def amount(properties: Mapping[str, Any], *names: str) -> str:
    """The first of these that is an amount, as money in the event's currency; empty if there is none."""
    for name in names:
        value = decimal(properties.get(name))
        if value is not None:
            return display.money(value, word(properties, "currency")[:3])
    return ""


def decimal(value: Any) -> Decimal | None:
    """A finite number however it is written."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**15 else None


def products(properties: Mapping[str, Any]) -> tuple[list[str], int]:
    """The names of the first products, and how many more there are."""
    listed = properties.get("products")
    named = [word(each, "name", "product_id", "sku") for each in listed if isinstance(each, dict)] if isinstance(
        listed, list
    ) else []  # fmt: skip
    names = list(dict.fromkeys(name for name in named if name))
    return names[:MOST_PRODUCTS], max(0, len(names) - MOST_PRODUCTS)


def product(properties: Mapping[str, Any]) -> str:
    """The product that an event is about."""
    return word(properties, "name", "product_name", "product_id", "sku")
