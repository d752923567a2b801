"""What a value looks like without saying what it is: masked examples, types, names that are no values. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import floor, log10
from typing import Any

DOTS = "•••"
STRING, NUMBER, INTEGER, BOOLEAN, DATE, ARRAY, OBJECT, NULL = (1 << bit for bit in range(8))
TYPES = {
    "string": STRING,
    "number": NUMBER,
    "integer": INTEGER,
    "boolean": BOOLEAN,
    "date": DATE,
    "array": ARRAY,
    "object": OBJECT,
    "null": NULL,
}
LONGEST_NAME = 60
LONGEST_EVENT = 100
ELEMENTS = 3
"""How many elements of a list of objects are looked into."""

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
PHONE = re.compile(r"\+?[\d\s().-]{8,20}")
ISO_DATE = re.compile(r"(\d{4})-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?")
URL = re.compile(r"https?://")
LENGTHS = (8, 32, 128)


def type_of(value: Any) -> int:
    """The type of a JSON value, as one bit; a text that is an ISO date is a date."""
    if isinstance(value, str):
        return DATE if len(value) >= 10 and ISO_DATE.fullmatch(value) else STRING
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, float):
        return NUMBER
    return NULL if value is None else ARRAY if isinstance(value, list) else OBJECT


def type_names(types: int) -> list[str]:
    """The names of a set of types."""
    return [name for name, bit in TYPES.items() if types & bit]


def mask(value: Any) -> str:
    """The shape of a value: never the whole of it, but for booleans and null."""
    if isinstance(value, str):
        return mask_text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return magnitude(value)
    return f"[{len(value)}]" if isinstance(value, list) else f"{{{len(value)}}}"


def mask_text(text: str) -> str:
    """An e-mail address by its first letters, a number by its ends, a date by its year; else how long it is."""
    if EMAIL.fullmatch(text):
        local, _, domain = text.rpartition("@")
        return f"{local[0]}{DOTS}@{domain[0]}{DOTS}.{domain.rpartition('.')[2][:10]}"
    if PHONE.fullmatch(text) and sum(character.isdigit() for character in text) >= 8 and not ISO_DATE.match(text):
        return f"{text[:3]}•••••{text[-2:]}"
    if found := ISO_DATE.fullmatch(text):
        return f"{found[1]}-••-••"
    if URL.match(text):
        return f"{text.partition('//')[0]}//{DOTS}"
    return f"…{next((most for most in LENGTHS if len(text) <= most), '')}" if text else '""'


def magnitude(number: float) -> str:
    """The power of ten in which a number lies, as "100–999"."""
    if number == 0:
        return "0"
    size = abs(number)
    least = 10 ** floor(log10(size)) if size >= 1 else 0
    lies = "0–1" if size < 1 else f"{least:,}–{least * 10 - 1:,}" if size < 10**9 else "≥ 1,000,000,000"
    return lies if number > 0 else f"− {lies}"


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot keep."""
    return text.replace("\0", "\ufffd")


@lru_cache(maxsize=20_000)
def safe_name(name: str, longest: int = LONGEST_NAME) -> str:
    """A name of a property or event; dots where it looks like a value: an address, a number, a whole text."""
    name = storable(name)
    looks_like_value = "@" in name or len(name) > longest or sum(character.isdigit() for character in name) >= 6
    return DOTS if looks_like_value else name


def masked(value: Any, depth: int = 0) -> Any:
    """A JSON value with its structure, and shapes for values."""
    if depth < 4 and isinstance(value, dict):
        return {safe_name(name): masked(inner, depth + 1) for name, inner in value.items()}
    if depth < 4 and isinstance(value, list):
        return [masked(inner, depth + 1) for inner in value[:ELEMENTS]]
    return mask(value)


def paths(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every property with its path, two levels deep: `price`, `address.city`, `products[].sku`."""
    for name, value in said.items():
        yield name, value
        if isinstance(value, dict):
            for inner, part in value.items():
                yield f"{name}.{inner}", part
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for element in value[:ELEMENTS]:
                if isinstance(element, dict):
                    for inner, part in element.items():
                        yield f"{name}[].{inner}", part
