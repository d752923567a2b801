"""Rows that are customers: each an identify call. Pure."""

import msgspec

from regulars.collect.files.mapping.columns import Row, Trouble
from regulars.collect.files.mapping.sheet import Context, Sheet, encode
from regulars.collect.files.mapping.targets import OCCURRED_AT
from regulars.collect.files.mapping.troubles import Code
from regulars.unify.facts.fact import EMPTY, Fact, Kind, time_flags

NOTHING = Trouble(-1, Code.SAYS_NOTHING, "")


def rows(sheet: Sheet, context: Context) -> list[Row]:
    """A fact for each row that says anything."""
    times = sheet.values(OCCURRED_AT)
    problems, doubtful = sheet.problems, sheet.doubtful
    made = []
    for index, (number, traits) in enumerate(zip(sheet.numbers, sheet.traits, strict=True)):
        found = tuple(problems[index]) if index in problems else ()
        identifiers = sheet.identifiers[index]
        for name, written in doubtful[index].items():
            traits.setdefault(name, written)
        if not identifiers and not any(value is not None for value in traits.values()):
            made.append(Row(number, (), (*found, NOTHING), Code.SAYS_NOTHING))
            continue
        if sheet.strangers[index]:
            made.append(Row(number, (), found, Code.UNKNOWN_CUSTOMER))
            continue
        said = context.consented(sheet.answers[index])
        made.append(Row(number, (fact(number, traits, identifiers, times[index], said, context),), found))
    return made


def fact(
    number: int,
    traits: dict[str, object],
    identifiers: list[tuple[str, str]],
    occurred_at: int | None,
    said: msgspec.Raw,
    context: Context,
    *,
    rows: int = 1,
) -> Fact:
    """What a row says of a customer; `rows` are counted with it."""
    at = context.occurred_at if occurred_at is None else occurred_at
    return Fact(
        kind=Kind.IDENTIFY,
        message_id=f"row:{number}",
        occurred_at=at,
        identifiers=identifiers,
        traits=msgspec.Raw(encode(traits)) if traits else EMPTY,
        context=said,
        row=number,
        rows=rows,
        flags=time_flags(at, context.received_at),
        modes=context.modes,
    )
