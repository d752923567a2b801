"""Rows that are products, consents or balances of points. Pure."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from regulars.collect.files.mapping.columns import Row, Trouble
from regulars.collect.files.mapping.customers import fact as identify
from regulars.collect.files.mapping.orders import track
from regulars.collect.files.mapping.sheet import Context, Sheet, encode
from regulars.collect.files.mapping.targets import OCCURRED_AT
from regulars.collect.files.mapping.troubles import Code
from regulars.unify.facts.fact import Fact


def said_by(sheet: Sheet, prefix: str) -> list[dict[str, Any]]:
    """Name → value, of each row."""
    found: list[dict[str, Any]] = [{} for _number in sheet.numbers]
    for cells, readings in sheet.of(prefix):
        for row, (value, _code, _words) in zip(found, readings, strict=True):
            if value is not None:
                row.setdefault(cells.name, value)
    return found


def gathered(sheet: Sheet, found: Iterator[tuple[Fact | None, str]]) -> list[Row]:
    """Rows of facts; those without one are rejected by a code."""
    made = []
    for index, (number, (fact, code)) in enumerate(zip(sheet.numbers, found, strict=True)):
        problems = tuple(sheet.problems.get(index, ()))
        if fact is None:
            made.append(Row(number, (), (*problems, Trouble(-1, code, "")), code))
        else:
            made.append(Row(number, (fact,), problems))
    return made


def products(sheet: Sheet, context: Context) -> list[Row]:
    """“Product Updated” for each product; known by what it says, so that a new stock is news."""
    return gathered(sheet, _products(sheet, context))


def _products(sheet: Sheet, context: Context) -> Iterator[tuple[Fact | None, str]]:
    times = sheet.values(OCCURRED_AT)
    for number, row, time in zip(sheet.numbers, said_by(sheet, "product:"), times, strict=True):
        named = row.get("product_id") or row.get("sku")
        if not named:
            yield None, Code.NO_PRODUCT
            continue
        if context.mapping.currency and "price" in row:
            row.setdefault("currency", context.mapping.currency)
        said = {"product_id": named} | row
        content = blake2b(encode([said, time or context.mapping.as_of]), digest_size=8).hexdigest()
        at = context.occurred_at if time is None else time
        yield track("Product Updated", f"product:{named}:{content}", at, number, [], said, context), ""


def points(sheet: Sheet, context: Context) -> list[Row]:
    """“Points Opening Balance”, once a customer and programme."""
    return gathered(sheet, _points(sheet, context))


def _points(sheet: Sheet, context: Context) -> Iterator[tuple[Fact | None, str]]:
    times = sheet.values(OCCURRED_AT)
    sheets = zip(
        sheet.numbers,
        said_by(sheet, "points:"),
        sheet.identifiers,
        sheet.problems_of("points:balance"),
        times,
        strict=True,
    )
    for number, said, identifiers, is_doubtful, time in sheets:
        if not identifiers:
            yield None, Code.NOBODY
        elif "balance" not in said or is_doubtful:
            yield None, Code.NO_BALANCE
        else:
            type_, value = identifiers[0]
            at = context.occurred_at if time is None else time
            key = f"points:{type_}:{value}:{said.get('program', '')}"
            yield track("Points Opening Balance", key, at, number, identifiers, said, context), ""


def consents(sheet: Sheet, context: Context) -> list[Row]:
    """An identify call with the answers in its context, and how they can be shown."""
    return gathered(sheet, _consents(sheet, context))


def _consents(sheet: Sheet, context: Context) -> Iterator[tuple[Fact | None, str]]:
    times = sheet.values(OCCURRED_AT)
    purposes, answers = sheet.values("said:purpose"), sheet.values("said:answer")
    unknown = sheet.problems_of("said:purpose")
    for index, (number, evidence) in enumerate(zip(sheet.numbers, said_by(sheet, "evidence:"), strict=True)):
        identifiers, said = sheet.identifiers[index], dict(sheet.answers[index])
        if purposes[index] is not None and answers[index] is not None and not unknown[index]:
            said[purposes[index]] = answers[index]
        if not identifiers:
            yield None, Code.NOBODY
        elif not said:
            yield None, Code.NO_ANSWER
        else:
            yield identify(number, {}, identifiers, times[index], context.consented(said, evidence), context), ""
