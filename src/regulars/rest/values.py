"""How values are written in JSON, and read: keys as strings, moments as RFC 3339 in UTC, money as decimal text."""

import re
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, WithJsonSchema

from regulars.base.fields.moments import microseconds, rfc_3339

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
KEY_PATTERN = "^[1-9][0-9]{0,17}$"


def moment(value: int | datetime | None) -> str | None:
    """µs since 1970 UTC (or an aware datetime) as RFC 3339; None for none, and for what no calendar has."""
    try:
        return rfc_3339(value) if value else None
    except OverflowError:
        return None


def given_moment(value: Any) -> int:
    """RFC 3339 as µs since 1970 UTC. Raises ValueError."""
    if isinstance(value, str) and RFC_3339.fullmatch(value):
        with suppress(ValueError, OverflowError):
            return microseconds(datetime.fromisoformat(value.upper()))
    raise ValueError(_("Write a moment as 2026-03-01T09:30:00Z."))


def money(value: Any) -> str | None:
    """A decimal as text, without an exponent."""
    return None if value is None else f"{Decimal(value):f}"


def key_number(value: Any) -> int:
    """The number of a key. Raises ValueError."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18 and value[0] != "0":
        return int(value)
    raise ValueError(_("A key is a string of digits."))


def text(value: Any) -> str | None:
    """A number, or what is translated late, as text."""
    return None if value is None else str(value)


Key = Annotated[str, BeforeValidator(text), Field(json_schema_extra={"pattern": KEY_PATTERN, "examples": ["8812"]})]
"""A key (64 bits) or another number that names something, as text."""
Text = Annotated[str, BeforeValidator(text)]
MaybeText = Annotated[str | None, BeforeValidator(text)]
Moment = Annotated[
    str | None,
    BeforeValidator(moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}], "examples": ["2026-03-01T09:30:00Z"]}
    ),
]
Day = Annotated[
    str | None,
    BeforeValidator(text),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "examples": ["2026-03-01"]}),
]
Money = Annotated[
    str | None,
    BeforeValidator(money),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"}, {"type": "null"}], "examples": ["129.0000"]}
    ),
]

GivenKey = Annotated[
    int,
    BeforeValidator(key_number),
    WithJsonSchema({"type": "string", "pattern": KEY_PATTERN, "examples": ["8812"]}),
]
"""A key as a program sends it."""
GivenMoment = Annotated[
    int,
    BeforeValidator(given_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-01T09:30:00Z"]}),
]
"""A moment as a program sends it, in µs."""
Limit = Annotated[int, Field(ge=1, le=200, description="How many on one page.")]
Cursor = Annotated[str, Field(max_length=1000, description="`next` of the page before.")]
