"""The orders of a list of customers: each as an expression over the lake, and where a page of it ended."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import msgspec

from regulars.base import vault
from regulars.base.vault.errors import SealBroken
from regulars.unify.customers.errors import CursorInvalid, SortUnknown

from .names import FIRST_HAN, LAST_HAN

if TYPE_CHECKING:
    import ibis.expr.types as ir

LABEL = "customers.cursor"
AFTER_ALL = "~"
"""Sort keys are hexadecimal: this comes after them all, as missing texts do."""
BEFORE_DIGITS = "!"
"""A key with this behind it is the next greater one."""
Column = Callable[["ir.Table"], "ir.StringValue"]


@dataclass(frozen=True)
class Order:
    """By a text, or by age where there is none; missing texts come last, and equal ones by age."""

    text: Column | None
    descending: bool


class Place(msgspec.Struct, array_like=True):
    """The last row of a page: its root and its sort key, and the language whose alphabet made that."""

    root: int
    key: str = ""
    language: str = ""


@ibis.udf.scalar.builtin(name="icu_sort_key")  # type: ignore[untyped-decorator]
def sort_key(text: str, language: str) -> str:  # type: ignore[empty-body] # DuckDB's own
    """The text as it is ordered in a language: own script first, Chinese by pinyin, case and accents last (CLDR)."""


def name(table: "ir.Table") -> "ir.StringValue":
    """What `name_of` calls a customer; the parts are only looked at where there is no whole name."""
    first, last = table.first_name.fill_null(""), table.last_name.fill_null("")
    is_han = last.re_search(f"[{FIRST_HAN}-{LAST_HAN}]")
    parts = is_han.ifelse(last + first, (first + " " + last).strip())
    return (table.name != "").fill_null(False).ifelse(table.name, ibis.coalesce(parts.nullif(""), table.nickname))


TEXTS: dict[str, Column] = {
    "name": name,
    "city": lambda table: table.city,
    "country": lambda table: table.country,
    "company": lambda table: table.company,
}
SORTS = {
    "created": Order(None, descending=False),
    "-created": Order(None, descending=True),
    **{code: Order(text, descending=False) for code, text in TEXTS.items()},
    **{f"-{code}": Order(text, descending=True) for code, text in TEXTS.items()},
}


def order_of(sort: str) -> Order:
    """The order of a code. Raises SortUnknown."""
    try:
        return SORTS[sort]
    except KeyError:
        raise SortUnknown(sort, SORTS) from None


def ordered(table: "ir.Table", order: Order, language: str, behind: Place | None, limit: int) -> "ir.Table":
    """The columns `root` and `key` of the rows behind a place, in order."""
    if order.text is None:
        return by_age(table.select(root=table.customer_key, key=ibis.literal("")), order, behind, limit)
    missing = "" if order.descending else AFTER_ALL
    key = sort_key(order.text(table).nullif(""), language).fill_null(missing)
    rows = table.select(root=table.customer_key, key=key)
    if behind:
        rows = rows.filter(is_behind(rows, order, behind))
    return rows.order_by([rows.key.desc() if order.descending else rows.key, rows.root]).limit(limit)


def by_age(rows: "ir.Table", order: Order, behind: Place | None, limit: int) -> "ir.Table":
    """The rows behind a place by root, which grows with time."""
    if behind:
        rows = rows.filter(rows.root < behind.root if order.descending else rows.root > behind.root)
    return rows.order_by(rows.root.desc() if order.descending else rows.root).limit(limit)


def is_behind(rows: "ir.Table", order: Order, behind: Place) -> "ir.BooleanValue":
    """Whether a row comes after the place: by one comparison, since making the sort key is what costs."""
    follower = behind.key + BEFORE_DIGITS
    if order.descending:
        return rows.key < (rows.root > behind.root).ifelse(follower, behind.key)
    return rows.key >= (rows.root > behind.root).ifelse(behind.key, follower)


def seal(place: Place, listed: bytes) -> str:
    """A cursor: the place, encrypted since sort keys are made of names, and bound to one list."""
    return urlsafe_b64encode(vault.seal(LABEL, msgspec.json.encode(place), listed)).decode().rstrip("=")


def unseal(cursor: str, listed: bytes) -> Place:
    """The place of a cursor of this list. Raises CursorInvalid."""
    try:
        sealed = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        return msgspec.json.decode(vault.unseal(LABEL, sealed, listed), type=Place)
    except (ValueError, SealBroken) as error:
        raise CursorInvalid from error
