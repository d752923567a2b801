"""Finds the heads of a table among its first rows, makes them unique, and knows exports by them."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from .opened import Block, Notices, Row
from .tables import Cells, Notice

TRIED = 30
LONGEST_HEAD = 200
DATUM = re.compile(
    r"""[^@\s]+@[^@\s]+\.\w+            # an e-mail address
      | [+(]?[\d٠-٩۰-۹๐-๙][\d٠-٩۰-۹๐-๙\s().,/:+\-T%]*Z?   # numbers, phones, days
      | https?://\S+ | TRUE | FALSE | U[0-9a-f]{32}""",
    re.VERBOSE | re.IGNORECASE,
)
ORIGINS: tuple[tuple[str, frozenset[str]], ...] = (
    ("hubspot", frozenset({"record id", "email", "lifecycle stage"})),
    ("hubspot", frozenset({"record id", "email", "create date", "contact owner"})),
    ("google_contacts", frozenset({"given name", "family name", "e-mail 1 - value"})),
    ("google_contacts", frozenset({"first name", "last name", "e-mail 1 - value"})),
    ("google_contacts", frozenset({"first name", "last name", "phone 1 - value"})),
    ("google_contacts", frozenset({"given name", "family name", "phone 1 - value"})),
    ("shopify", frozenset({"email", "accepts email marketing", "total spent"})),
    ("shopify", frozenset({"name", "email", "financial status", "lineitem quantity"})),
    ("shopify", frozenset({"handle", "title", "variant sku"})),
    ("line_oa", frozenset({"sender type", "sender name"})),
    ("line_oa", frozenset({"送信者タイプ", "送信者名"})),
    ("line_oa", frozenset({"ประเภทผู้ส่ง", "ชื่อผู้ส่ง"})),
    ("line_oa", frozenset({"line user id"})),
)
"""What an export has at least among its heads."""


def origin_of(heads: Cells) -> str:
    """The product whose export has these heads; empty if none is known."""
    given = {head.strip().lower() for head in heads}
    return next((origin for origin, needed in ORIGINS if needed <= given), "")


def header_row_in(block: Block) -> int:
    """The number of the row of heads; 0 if the first rows look like what follows.

    Titles above have fewer cells; heads are words, and hardly ever the same twice.
    """
    numbers, rows = block
    some = [(number, row) for number, row in zip(numbers, rows, strict=True) if any(row)][:TRIED]
    if not some:
        return 0
    usual = median(filled(row) for _, row in some[-10:])
    for number, row in some:
        if filled(row) >= max(1, usual * 0.5) and (usual < 2 or filled(row) >= 2):
            return number if is_head(row) else 0
    return 0


def filled(row: Row) -> int:
    return sum(1 for cell in row if cell)


def is_head(row: Row) -> bool:
    """Whether the cells are names of columns: words, and nothing that is a value of somebody."""
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    values = sum(1 for cell in cells if DATUM.fullmatch(cell[:500]))
    return bool(cells) and values <= len(cells) * 0.2 and len(set(cells)) >= len(cells) * 0.5


def width_of(rows: Sequence[Row], head: Row) -> int:
    """How many columns a table has: those with a head, and those beside them that most rows fill."""
    width = last_filled(head)
    widths = sorted((last_filled(row) for row in rows if any(row)), reverse=True)
    usual = widths[len(widths) // 2] if widths else 0
    return max(width, usual)


def last_filled(row: Row) -> int:
    return next((place + 1 for place in range(len(row) - 1, -1, -1) if row[place]), 0)


def named(row: Row, width: int, notices: Notices, number: int) -> Cells:
    """So many heads, each with a name of its own. `number` is the row where they stand; 0 if there is none."""
    given = [" ".join((row[place] or "").split())[:LONGEST_HEAD] if place < len(row) else "" for place in range(width)]
    heads = unique([head or lettered(place) for place, head in enumerate(given)])
    for place, head in enumerate(heads):
        if number and head != given[place]:
            notices.add(Notice.RENAMED, place, [number])
    return heads


def lettered(place: int) -> str:
    """A column's name in every spreadsheet: A … Z, AA …"""
    letters, left = "", place + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def unique(heads: Sequence[str]) -> Cells:
    """The heads, those with a number that are there already; capitals make no difference."""
    reserved = {head.lower() for head in heads}
    seen: Counter[str] = Counter()
    result = []
    for head in heads:
        name = head
        seen[head.lower()] += 1
        while seen[head.lower()] > 1 and name.lower() in reserved:
            name = f"{head} ({seen[head.lower()]})"
            seen[head.lower()] += name.lower() in reserved
        reserved.add(name.lower())
        result.append(name)
    return tuple(result)
