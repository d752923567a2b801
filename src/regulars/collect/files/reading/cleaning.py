"""What spreadsheets did to texts: apostrophes before formulas, errors, and numbers cut short."""

import re
from collections.abc import Sequence

from regulars.base.fields.formulas import plain

from .opened import Notices
from .tables import Notice

Values = Sequence[str | None]

RUINED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
SIGNS = ("'", "#", "E+", "e+")


def cleaned(values: Values, column: int, numbers: Sequence[int], notices: Notices) -> Values:
    """The cells of a column in one block: shields taken off, errors empty, ruined numbers noticed."""
    together = "\n".join(filter(None, values))
    if not any(sign in together for sign in SIGNS):
        return values
    result = list(values)
    rows: dict[Notice, list[int]] = {}
    for place, value in enumerate(values):
        if not value:
            continue
        notice = notice_for(value)
        if notice is not None:
            result[place] = {Notice.APOSTROPHES: plain(value), Notice.ERRORS: None}.get(notice, value)
            rows.setdefault(notice, []).append(numbers[place])
    for notice, where in rows.items():
        notices.add(notice, column, where)
    return result


def notice_for(value: str) -> Notice | None:
    if value[0] == "'" and plain(value) != value:
        return Notice.APOSTROPHES
    if value[0] == "#" and value in ERRORS:
        return Notice.ERRORS
    return Notice.RUINED if len(value) < 30 and RUINED.fullmatch(value) else None
