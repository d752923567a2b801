"""What the values of a column look like, whatever its head says."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from regulars.collect.files.mapping.answers import answer, choice
from regulars.collect.files.mapping.countries import country
from regulars.collect.files.mapping.days import Style, day, seen
from regulars.unify.facts.normalize import email, phone

LINE_ID = re.compile(r"U[0-9a-f]{32}")
WECHAT_ID = re.compile(r"o[A-Za-z0-9_-]{27}")
MOST = 200


class Look(NamedTuple):
    """What a column looks like, and what share of its filled cells do."""

    code: str
    share: float


def look(cells: Sequence[str], *, region: str = "") -> Look | None:
    """What at least four in five of the cells look like; None where nothing fits. Unlike things come first."""
    some = list(dict.fromkeys(cells))[:MOST]
    if not some:
        return None
    tests: dict[str, Callable[[str], object]] = {
        "line_id": LINE_ID.fullmatch,
        "wechat_id": WECHAT_ID.fullmatch,
        "email": lambda cell: "@" in cell and email(cell),
        "gender": lambda cell: not cell.isdecimal() and choice("gender", cell),
        "answer": lambda cell: answer(cell) is not None,
        "url": re.compile(r"https?://\S+").fullmatch,
        "country": country,
        "phone": lambda cell: sum(map(str.isdecimal, cell)) >= 8 and phone(cell, region or None),
    }
    for code, test in tests.items():
        share = sum(bool(test(cell)) for cell in some) / len(some)
        if share >= 0.8:
            return Look(code, share)
    days = seen(some, region=region)
    return Look("day", days.share) if days and days.share >= 0.8 and _is_past(some, days.style) else None


def _is_past(cells: Sequence[str], style: Style) -> bool:
    return any(day(cell, style) or ":" in cell for cell in cells)
