"""Rows that are orders or their lines: the rows of one order make one “Order Completed”. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import msgspec

from regulars.collect.files.mapping.answers import status
from regulars.collect.files.mapping.columns import Kind as Rows
from regulars.collect.files.mapping.columns import Row, Trouble
from regulars.collect.files.mapping.customers import fact as identify
from regulars.collect.files.mapping.reading import Reading
from regulars.collect.files.mapping.sheet import Context, Sheet, encode
from regulars.collect.files.mapping.targets import OCCURRED_AT
from regulars.collect.files.mapping.troubles import Code
from regulars.unify.facts.fact import EMPTY, Fact, Kind, time_flags

NO_ORDER = Trouble(-1, Code.NO_ORDER, "")
NO_PRODUCT = Trouble(-1, Code.NO_PRODUCT, "")
ENDS = {"cancelled": "Order Cancelled", "refunded": "Order Refunded"}


def rows(sheet: Sheet, context: Context) -> list[Row]:
    """The first row of an order carries its facts; the others are part of it."""
    ids = sheet.values("order:order_id")
    made: list[Row] = []
    for order_id, places in groupby(range(len(ids)), key=ids.__getitem__):
        indexes = list(places)
        made += of_order(order_id, indexes, sheet, context) if order_id else [nameless(each, sheet) for each in indexes]
    return made


def nameless(index: int, sheet: Sheet) -> Row:
    """A row without an order number."""
    return Row(sheet.numbers[index], (), (*sheet.problems.get(index, ()), NO_ORDER), Code.NO_ORDER)


def of_order(order_id: str, indexes: Sequence[int], sheet: Sheet, context: Context) -> Iterator[Row]:
    """The rows of one order."""
    lines = {index: line for index in indexes if (line := line_of(index, sheet))}
    is_lines = context.mapping.kind is Rows.ORDER_LINES
    taken = [index for index in indexes if index in lines or not is_lines]
    facts = tuple(facts_of(order_id, taken, [*lines.values()], sheet, context)) if taken else ()
    for index in indexes:
        found, number = tuple(sheet.problems.get(index, ())), sheet.numbers[index]
        if is_lines and index not in lines:
            yield Row(number, (), (*found, NO_PRODUCT), Code.NO_PRODUCT)
        elif index == taken[0]:
            yield Row(number, facts, found)
        else:
            yield Row(number, (), found, part_of=sheet.numbers[taken[0]])


def line_of(index: int, sheet: Sheet) -> dict[str, Any]:
    """The product on a row; empty if it names none."""
    line = {cells.name: value for cells, readings in sheet.of("line:") if (value := readings[index][0]) is not None}
    named = line.get("product_id") or line.get("sku") or line.get("name")
    return {"product_id": named} | line if named else {}


def facts_of(
    order_id: str, indexes: Sequence[int], lines: list[dict[str, Any]], sheet: Sheet, context: Context
) -> Iterator[Fact]:
    """What is said of the customer, of the order, and of its end."""
    said = {
        cells.name: value
        for cells, readings in sheet.of("order:")
        if (value := first_of(readings, indexes)) is not None
    }
    identifiers = list(dict.fromkeys(ident for index in indexes for ident in sheet.identifiers[index]))
    at = next((first for _cells, readings in sheet.of(OCCURRED_AT) if (first := first_of(readings, indexes))), None)
    traits = merged(sheet.traits[index] for index in indexes)
    number = sheet.numbers[indexes[0]]
    if any(value is not None for value in traits.values()):
        yield identify(number, traits, identifiers, at, EMPTY, context, rows=0)
    moment = context.occurred_at if at is None else at
    said = {"order_id": order_id} | priced(said, lines, context) | merged(sheet.doubtful[index] for index in indexes)
    yield track("Order Completed", f"order:{order_id}", moment, number, identifiers, said, context, rows=len(indexes))
    end = status(str(said.get("status", "")))
    if end:
        last = {"order_id": order_id}
        yield track(ENDS[end], f"order:{order_id}:{end}", moment + 1, number, identifiers, last, context, rows=0)


def first_of(readings: Sequence[Reading], indexes: Sequence[int]) -> Any:
    return next((readings[index][0] for index in indexes if readings[index][0] is not None), None)


def merged(parts: Any) -> dict[str, Any]:
    """What the first row that says it says."""
    found: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            if value is not None or name not in found:
                found.setdefault(name, value)
    return found


def priced(said: dict[str, Any], lines: list[dict[str, Any]], context: Context) -> dict[str, Any]:
    """An order's properties with its products and currency; what they cost, where no total says it."""
    found = dict(said)
    if context.mapping.currency:
        found.setdefault("currency", context.mapping.currency)
    if lines:
        found["products"] = lines
        if "total" not in found and "revenue" not in found and (revenue := worth(lines)) is not None:
            found["revenue"] = revenue
    return found


def worth(lines: list[dict[str, Any]]) -> Decimal | None:
    """Prices times quantities; None unless every line has a price."""
    amounts = [(line.get("price"), line.get("quantity", Decimal(1))) for line in lines]
    if not all(isinstance(price, Decimal) and isinstance(count, Decimal) for price, count in amounts):
        return None
    return sum((price * count for price, count in amounts), Decimal(0))


def track(
    event: str,
    message_id: str,
    occurred_at: int,
    number: int,
    identifiers: list[tuple[str, str]],
    properties: dict[str, Any],
    context: Context,
    *,
    rows: int = 1,
) -> Fact:
    """An event; its message id is that of what it is about, so that the same file twice says nothing new."""
    return Fact(
        kind=Kind.TRACK,
        message_id=message_id,
        occurred_at=occurred_at,
        identifiers=identifiers,
        event=event,
        properties=msgspec.Raw(encode(properties)),
        row=number,
        rows=rows,
        flags=time_flags(occurred_at, context.received_at),
    )
