"""Typed cells as texts: days and moments as ISO 8601, whole numbers without a fraction, TRUE and FALSE."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Any

from .opened import Block, Notices
from .tables import LONGEST_CELL, Notice

FIRST_ROWS, MOST_ROWS = 100, 1_000
EXACT = 10**15
"""From here on a spreadsheet's numbers have lost digits."""
MIDNIGHT = dt.time()


def text_of(value: Any) -> str | None:
    """A value as text; None for an empty cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | Decimal):
        return number(value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def number(value: float | Decimal) -> str | None:
    """A number in full, without an exponent."""
    if not isfinite(value):
        return None
    if value == int(value):
        return str(int(value))
    return f"{value if isinstance(value, Decimal) else Decimal(repr(value)):f}"


def shown(value: Any) -> Any:
    """A number with the 15 digits that a spreadsheet shows: the rest is noise of how it is kept."""
    if type(value) is not float:
        return value
    return int(value) if -EXACT < value < EXACT and value.is_integer() else Decimal(f"{value:.15g}")


def moment(value: dt.datetime) -> str:
    """A day alone where the time is midnight and no zone is said: a spreadsheet knows no difference."""
    if value.tzinfo is None and value.time() == MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat()


def blocks(rows: Iterable[Sequence[Any]], notices: Notices, *, first: int = 1) -> Iterator[Block]:
    """Typed rows as blocks of texts, numbered from `first`."""
    left = iter(rows)
    number_, most = first, FIRST_ROWS
    while some := list(islice(left, most)):
        numbers = range(number_, number_ + len(some))
        yield numbers, [texts(row, at, notices) for at, row in zip(numbers, some, strict=True)]
        number_ += len(some)
        most = MOST_ROWS


def texts(row: Sequence[Any], number_: int, notices: Notices) -> list[str | None]:
    """One row as texts; numbers too long to be exact are noticed."""
    result = [value if type(value) is str else text_of(shown(value)) for value in row]
    for place, value in enumerate(row):
        if type(value) is float and not -EXACT < value < EXACT:
            notices.add(Notice.FLOATS, place, [number_])
        elif type(value) is str and len(value) > LONGEST_CELL:
            result[place] = value[:LONGEST_CELL]
    return result
