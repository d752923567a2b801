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
Column = Callable[["ir.Table"], "ir.StringValue"]


@dataclass(frozen=True)
class Order:
    """By a text, or by age where there is none; missing texts come last, and equal ones by age."""

    text: Column | None
    descending: bool


class Place(msgspec.Struct, array_like=True):
    """The last row of a page: its root and its sort key, and the language whose alphabet made that."""

    root: int
    key: str | None = None
    language: str = ""


@ibis.udf.scalar.builtin(name="icu_sort_key")  # type: ignore[untyped-decorator]
def sort_key(text: str, language: str) -> str:  # type: ignore[empty-body] # DuckDB's own
    """The text as it is ordered in a language: own script first, Chinese by pinyin, case and accents last (CLDR)."""


def name(table: "ir.Table") -> "ir.StringValue":
    """What `name_of` calls a customer."""
    first, last = table.first_name.fill_null(""), table.last_name.fill_null("")
    is_han = last.re_search(f"[{FIRST_HAN}-{LAST_HAN}]")
    parts = is_han.ifelse(last + first, (first + " " + last).strip())
    return ibis.coalesce(table.name.nullif(""), parts.nullif(""), table.nickname)


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
        return by_age(table.select(root=table.customer_key, key=ibis.null("string")), order, behind, limit)
    key = sort_key(order.text(table).nullif(""), language)
    rows = table.select(root=table.customer_key, key=key)
    if behind:
        rows = rows.filter(is_behind(rows, order, behind))
    first = ibis.desc if order.descending else ibis.asc
    return rows.order_by([first(rows.key, nulls_first=False), rows.root]).limit(limit)


def by_age(rows: "ir.Table", order: Order, behind: Place | None, limit: int) -> "ir.Table":
    """The rows behind a place by root, which grows with time."""
    if behind:
        rows = rows.filter(rows.root < behind.root if order.descending else rows.root > behind.root)
    return rows.order_by(rows.root.desc() if order.descending else rows.root).limit(limit)


def is_behind(rows: "ir.Table", order: Order, behind: Place) -> "ir.BooleanValue":
    """Whether a row comes after the place."""
    if behind.key is None:
        return rows.key.isnull() & (rows.root > behind.root)
    further = rows.key < behind.key if order.descending else rows.key > behind.key
    return further | ((rows.key == behind.key) & (rows.root > behind.root)) | rows.key.isnull()


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
