"""Amounts as people write them: marks between thousands, digits of any script, the sign of a currency. Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from regulars.base.fields import digits
from regulars.collect.files.mapping.columns import Unclear

SIGNS = {
    "฿": "THB", "บาท": "THB", "thb": "THB", "baht": "THB",
    "¥": "CNY", "￥": "CNY", "元": "CNY", "cny": "CNY", "rmb": "CNY",
    "تومان": "IRT", "ریال": "IRR", "irr": "IRR", "irt": "IRT", "﷼": "IRR",
    "us$": "USD", "$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "₹": "INR", "₫": "VND",
}  # fmt: skip
"""What stands beside an amount → ISO 4217; IRT is the toman, ten rials."""
_AMOUNT = re.compile(r"([^\d.,+-]*)([+-]?\s*[\d][\d.,'’ ]*|[+-]?[.,]\d+)([^\d.,]*)")
_MARKS = str.maketrans({"٫": ".", "٬": "'", "،": "'", "，": ",", "．": ".", "−": "-", "\u00a0": " ", "\u202f": " "})
_SWAPPED = str.maketrans(",.", ".,")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{2,3})*(\.\d*)?")
MOST_DIGITS = 18


LONGEST = 200
"""What is longer is no amount."""


def amount(text: str, decimal: str = ".") -> Decimal | None:
    """The number that a cell says, or None; `decimal` is the mark before its fraction."""
    return _amount(text, decimal) if len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _amount(text: str, decimal: str) -> Decimal | None:
    plain = digits.to_ascii(text).translate(_MARKS).strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    match = _AMOUNT.fullmatch(plain)
    if match is None or not _is_sign(match.group(1)) or not _is_sign(match.group(3)):
        return None
    number = re.sub(r"['’ ]", "", match.group(2))
    if decimal == ",":
        number = number.translate(_SWAPPED)
    if "," in number and not _GROUPED.fullmatch(number):
        return None
    number = number.replace(",", "")
    negative = match.group(1).strip() == "-"
    return _decimal(f"-{number}" if negative else number)


def _is_sign(words: str) -> bool:
    word = words.strip(" .-").casefold()
    return (
        not word
        or word in SIGNS
        or word in {"จำนวน", "ชิ้น", "件", "个", "عدد", "pcs", "แต้ม", "คะแนน", "分", "积分", "امتیاز"}
    )


def _decimal(number: str) -> Decimal | None:
    if sum(map(str.isdigit, number)) > MOST_DIGITS:
        return None
    try:
        return Decimal(number)
    except InvalidOperation:
        return None


def currency(text: str) -> str:
    """The currency whose sign stands beside an amount, or ""."""
    words = re.sub(r"[\d\s.,+'’٫٬-]", "", digits.to_ascii(text)).casefold()
    return SIGNS.get(words, "")


def aside(head: str) -> list[str]:
    """What a head says in brackets, such as ราคา (บาท)."""
    return re.findall(r"[(（\[]([^)）\]]+)[)）\]]", head)


def decimal_mark(cells: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The mark before the fraction, decided over a column's cells, and what is unclear."""
    counts = {",": 0, ".": 0, "": 0, "?": 0}
    for cell in cells:
        counts[_mark(digits.to_ascii(cell).translate(_MARKS))] += 1
    if counts[","] and counts["."]:
        return ("," if counts[","] > counts["."] else "."), (Unclear.DECIMAL,)
    if counts[","]:
        return ",", ()
    return ".", () if counts["."] or not counts["?"] else (Unclear.DECIMAL,)


def _mark(plain: str) -> str:
    """The mark before the fraction of one amount: "" where there is none, "?" where 1.500 may be much or little."""
    at_comma, at_point = plain.rfind(","), plain.rfind(".")
    if at_comma >= 0 and at_point >= 0:
        return "," if at_comma > at_point else "."
    if at_comma < 0 and at_point < 0:
        return ""
    groups = re.findall(r"[.,](\d+)", plain)
    if at_point >= 0:
        return "," if len(groups) > 1 else "?" if groups and len(groups[0]) == 3 else "."
    return "." if all(len(group) == 3 for group in groups) else ","
