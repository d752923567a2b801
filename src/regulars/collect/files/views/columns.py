"""The lines of the page that matches columns with fields: what each shows and lets choose."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.base.fields import display
from regulars.base.fields.enums import Calendar, Type
from regulars.base.fields.queries import find_field
from regulars.collect.files.cells import different
from regulars.collect.files.forms.columns import MOST_VALUES, NOTHING
from regulars.collect.files.mapping import KEY, Column, DateOrder, LeftOut, Mapping, Policy, Target, Unclear, targets
from regulars.collect.files.mapping.reading import cells_of, key_of
from regulars.collect.files.mapping.targets import AMOUNT
from regulars.collect.files.mapping.troubles import sentence
from regulars.collect.files.mapping.words import language_of

SURE, LIKELY = 0.9, 0.6
SAMPLES = 3
DAYS = {Type.DATE, Type.MOMENT}
TOLD = {*DAYS, Type.PHONE, AMOUNT}
"""Types of which it is said how a cell is read."""
MOST_MEANINGS = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A cell and how it is read; `problem` says what is wrong with one that `is_odd`, once a column."""

    cell: str
    read: str = ""
    problem: str = ""
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """A cell of a column with choices, the key it is known by, and what it means: NOTHING to leave it out."""

    cell: str
    key: str
    becomes: str
    understood: str


@dataclass(frozen=True, slots=True)
class Line:
    """One column on the page."""

    column: Column
    type: str
    confidence: str
    tone: str
    why: str
    unclear: tuple[str, ...]
    samples: tuple[Said, ...]
    meanings: tuple[Meaning, ...]
    choices: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]
    has_days: bool
    has_amounts: bool
    can_split: bool


PHONES = frozenset({"trait:phone", "identifier:phone"})
HOMES = {"th": "TH", "zh": "CN", "fa": "IR"}
"""Where people write in a language that is at home in one country."""


def fitting_region(mapping: Mapping) -> str:
    """The country in which most phone numbers of the samples can be read: the proposed one, or that of the heads."""
    phones = [column for column in mapping.columns if column.target in PHONES]
    likely = HOMES.get(language_of([column.head for column in mapping.columns]), "")
    return (
        max((mapping.region, likely), key=lambda region: readable(phones, mapping, region))
        if likely
        else mapping.region
    )


def readable(phones: Sequence[Column], mapping: Mapping, region: str) -> int:
    """How many of the samples are phone numbers there."""
    there = msgspec.structs.replace(mapping, region=region)
    return sum(not doubt for column in phones for _value, doubt, *_rest in cells_of(column, there)(column.samples))


def groups(mapping: Mapping) -> list[tuple[str, list[Target]]]:
    """What columns can mean, by group."""
    found = groupby(targets(mapping.kind), key=lambda target: str(target.group))
    merged: dict[str, list[Target]] = {}
    for group, some in found:
        merged.setdefault(group, []).extend(some)
    return list(merged.items())


def line_of(column: Column, mapping: Mapping, import_id: int) -> Line:
    """What the page shows of a column."""
    known = {target.code: target for target in targets(mapping.kind)}
    target = known.get(column.target)
    type_ = str(target.type) if target else ""
    choices = choices_of(column, type_)
    is_field = column.target.startswith("trait:")
    confidence, tone = confidence_of(column)
    return Line(
        column=column,
        type=type_,
        confidence=confidence,
        tone=tone,
        why=why_left_out(column),
        unclear=tuple(looked_at(column, mapping)) if target else (),
        samples=tuple(samples_of(column, mapping, type_)),
        meanings=tuple(meanings_of(column, mapping, import_id)) if choices else (),
        choices=choices,
        policies=policies_of(type_) if is_field else (),
        has_days=type_ in DAYS,
        has_amounts=type_ in {AMOUNT, Type.INTEGER},
        can_split=column.target == "trait:name",
    )


def confidence_of(column: Column) -> tuple[str, str]:
    """How sure the guess is, in words, and the tone of its badge."""
    if not column.target:
        return "", ""
    if column.confidence >= SURE:
        return (_("sure"), "good") if column.confidence < 1 else ("", "")
    return (_("likely"), "") if column.confidence >= LIKELY else (_("a guess"), "warn")


def why_left_out(column: Column) -> str:
    """Why nobody needs this column, as far as one can tell."""
    if column.target or not column.left_out:
        return ""
    return {
        LeftOut.UNKNOWN: _("No field holds this yet. It is left out unless you choose or add one."),
        LeftOut.PURPOSELESS: _("The field for it serves no purpose, so it is left out."),
        LeftOut.EMPTY: _("Nothing stands in this column."),
        LeftOut.TWICE: _("Another column says the same already."),
    }.get(LeftOut(column.left_out), "")


def looked_at(column: Column, mapping: Mapping) -> Iterator[str]:
    """What a person should look at before they go on, in words."""
    yield from (unclear_words(one) for one in column.unclear)
    if column.target == KEY and any(cell.strip().isdecimal() for cell in column.samples):
        yield _(
            "These IDs do not say which database they are from. Leave them out if the file is from another Regulars."
        )
    if column.target in PHONES and 2 * readable([column], mapping, mapping.region) < len(column.samples):
        yield _("Most of these numbers cannot be read. If they are from another country, choose it above.")


def unclear_words(code: str) -> str:
    """What a person should look at."""
    return {
        Unclear.DATE_ORDER: _("Day or month first? The values do not tell. Look at the samples."),
        Unclear.CALENDAR: _("The years could be of more than one calendar. Look at the samples."),
        Unclear.DECIMAL: _("Is the comma before the cents, or between thousands? Look at the samples."),
        Unclear.TARGET: _("It could also be something else. Look at the samples."),
    }.get(Unclear(code), "")


def samples_of(column: Column, mapping: Mapping, type_: str) -> Iterator[Said]:
    """Some cells, and how they are read where that is not plain to see."""
    read = cells_of(column, mapping) if column.target else None
    told: set[str] = set()
    for cell in column.samples[:SAMPLES]:
        value, doubt = read([cell])[0][:2] if read else (None, "")
        if doubt:
            yield Said(cell, "", "" if doubt in told else sentence(doubt, column.target), is_odd=True)
            told.add(doubt)
        elif type_ in TOLD or column.split:
            words = spoken(value, type_)
            yield Said(cell, "" if words == cell else words)
        else:
            yield Said(cell)


def spoken(value: Any, type_: str) -> str:
    """A value that was read, as people say it."""
    if isinstance(value, dict):
        fields = ((find_field(name), part) for name, part in value.items() if name != "name" and part)
        return " · ".join(f"{field.label if field else ''}: {part}" for field, part in fields)
    if value is None:
        return ""
    if type_ == Type.DATE:
        return display.day(dt.date.fromisoformat(value))
    if type_ == Type.MOMENT:
        at = dt.datetime.fromisoformat(value) if isinstance(value, str) else display.to_datetime(value)
        return display.moment(display.to_datetime(at))
    if type_ == AMOUNT:
        return display.number(value)
    return str(value)


def choices_of(column: Column, type_: str) -> tuple[tuple[str, str], ...]:
    """What the cells of a column can mean, if only these."""
    if type_ == Type.BOOLEAN:
        return (("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No")))
    if type_ != Type.CHOICE:
        return ()
    field = find_field(column.target.partition(":")[2])
    return tuple((code, str(field.words.get(code, code))) for code in field.validation.choices) if field else ()


def meanings_of(column: Column, mapping: Mapping, import_id: int) -> Iterator[Meaning]:
    """The different cells, what was said that they mean, and what they are understood as by themselves."""
    found = different(import_id, column.place, MOST_MEANINGS) or list(dict.fromkeys(column.samples))
    read = cells_of(column, mapping)
    words = dict(choices_of(column, Type.CHOICE)) | {
        "True": pgettext("answer", "Yes"),
        "False": pgettext("answer", "No"),
    }
    for cell in found[:MOST_VALUES]:
        key = key_of(cell)
        value, doubt = read([cell])[0][:2]
        becomes = (column.values[key] or NOTHING) if key in column.values else ""
        understood = "" if doubt or value is None else words.get(str(value), str(value))
        yield Meaning(cell, key, becomes, understood)


def policies_of(type_: str) -> tuple[tuple[str, str], ...]:
    """What a column's values can be worth beside those that stand."""
    found = [
        (Policy.NEWEST.value, _("The newest value wins")),
        (Policy.OVERWRITE.value, _("Replace what stands")),
        (Policy.FILL.value, _("Only fill what is empty")),
    ]
    if type_ == Type.LIST:
        found.append((Policy.APPEND.value, _("Add to what stands")))
    return tuple(found)


def calendars() -> Sequence[tuple[str, str]]:
    """The calendars of a column, "" where the year of each cell tells."""
    return [("", _("The year tells")), *((one.value, str(one.label)) for one in Calendar)]


def orders() -> Sequence[tuple[str, str]]:
    """The orders of a day's parts, "" where each cell tells."""
    return [
        ("", _("Each value tells")),
        (DateOrder.DMY.value, _("Day, month, year")),
        (DateOrder.MDY.value, _("Month, day, year")),
        (DateOrder.YMD.value, _("Year, month, day")),
    ]
