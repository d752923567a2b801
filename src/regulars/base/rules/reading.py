"""Reads the values of conditions: checked against the field's type, ready to be compared, and as canonical JSON."""

import datetime as dt
import math
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.base.fields import calendars, digits, sealing
from regulars.base.fields.enums import Type
from regulars.base.fields.errors import CalendarError
from regulars.base.fields.values import FITS

from .clock import DAY_UNITS, LONGEST, UNITS
from .errors import RuleInvalid
from .folding import fold, has_controls
from .operators import Operator, Span, Takes
from .vocabulary import KINDS, Kind, Trait

LONGEST_TEXT = 500
MOST_VALUES = 1_000
DAYS_AHEAD = 366
YEARS = range(1800, 2201)


class Read(NamedTuple):
    """A value ready to be compared, and its JSON."""

    value: Any
    written: Any


class Given(NamedTuple):
    """The value of a condition as it came, and where it stands."""

    trait: Trait
    pointer: str
    value: Any

    def wrong(self, message: Any, **words: Any) -> RuleInvalid:
        """The error about this value; `{trait}` and the words are put into the message."""
        return RuleInvalid(self.pointer, format_lazy(message, trait=self.trait.label, **words))

    def item(self, place: int) -> "Given":
        """One value of a list."""
        return Given(self.trait, f"{self.pointer}/{place}", self.value[place])


def text(given: Given) -> Read:
    """Text in NFC that says something, folded."""
    if not isinstance(given.value, str):
        raise given.wrong(_("{trait} is compared with text. Write the value in quotation marks."))
    written = unicodedata.normalize("NFC", given.value).strip()
    if not written:
        raise given.wrong(_("Write a value to compare {trait} with, or ask whether it is empty."))
    if len(written) > LONGEST_TEXT or has_controls(written):
        raise given.wrong(
            _("Write a value of at most {count} characters without control characters."), count=LONGEST_TEXT
        )
    return Read(fold(written), written)


def choice(given: Given) -> Read:
    """One of the field's choices."""
    if given.value not in given.trait.choices:
        choices = ", ".join(given.trait.choices)
        raise given.wrong(_("{trait} can be one of these: {choices}. Choose one of them."), choices=choices)
    return Read(fold(given.value), given.value)


def integer(given: Given) -> Read:
    """A whole number of 64 bits."""
    if FITS[Type.INTEGER](given.value) is None:
        raise given.wrong(_("{trait} is compared with a whole number. Write one without quotation marks."))
    return Read(given.value, given.value)


def number(given: Given) -> Read:
    """A number as engines compare undeclared ones: 64-bit floating point."""
    is_number = isinstance(given.value, int | float) and not isinstance(given.value, bool)
    if not is_number or abs(given.value) > 1e300 or not math.isfinite(given.value):
        raise given.wrong(_("Write a number without quotation marks to compare {trait} with."))
    return Read(float(given.value), given.value)


def truth(given: Given) -> Read:
    if not isinstance(given.value, bool):
        raise given.wrong(_("{trait} is yes or no. Write true or false without quotation marks."))
    return Read(given.value, given.value)


def scalar(given: Given) -> Read:
    """A text, number or truth to compare undeclared traits with."""
    if isinstance(given.value, bool):
        return truth(given)
    return text(given) if isinstance(given.value, str) else number(given)


def day(given: Given) -> Read:
    """A day in any calendar, year first."""
    if not isinstance(given.value, str) or ":" in given.value or "T" in given.value.upper():
        raise given.wrong(_("{trait} is compared with a day. Write it as year-month-day."))
    try:
        found = calendars.parse(given.value)
    except CalendarError as error:
        raise given.wrong("{why}", why=str(error)) from None
    return Read(found, found.isoformat())


def moment(given: Given) -> Read:
    """A day, or a moment in ISO 8601 with its offset."""
    if not isinstance(given.value, str) or "T" not in given.value.upper():
        return day(given)
    try:
        found = dt.datetime.fromisoformat(given.value.upper())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise given.wrong(_("Write a moment with its offset, such as 2026-01-31T18:00:00+07:00, or a day."))
    found = found.astimezone(dt.UTC)
    return Read(found, found.isoformat())


def sealed(given: Given) -> Read:
    """A value of a special field: compared by how it would begin if it were sealed."""
    kind = KINDS[given.trait.type_]
    if kind is Kind.NUMBER and isinstance(given.value, str):
        given = given._replace(value=as_number(given.value))
    if kind is Kind.TRUTH and given.value in ("true", "false"):
        given = given._replace(value=given.value == "true")
    written = ONE[kind](given).written
    return Read(sealing.index(given.trait.name, written), written)


def as_number(text: str) -> int | None:
    """What a form holds as a whole number, in the digits of any script."""
    written = digits.to_ascii(text).strip()
    return int(written) if written.removeprefix("-").isdecimal() and len(written) <= 18 else None


ONE: dict[Kind, Callable[[Given], Read]] = {
    Kind.TEXT: text,
    Kind.CHOICE: choice,
    Kind.NUMBER: integer,
    Kind.DATE: day,
    Kind.MOMENT: moment,
    Kind.TRUTH: truth,
    Kind.LIST: text,
    Kind.SEALED: sealed,
    Kind.SEALED_LIST: sealed,
    Kind.UNDECLARED: scalar,
}


def one(given: Given) -> Read:
    """One value of the trait's kind."""
    return ONE[given.trait.kind](given)


def amount(given: Given) -> Read:
    """A number, whole if the field is."""
    return number(given) if given.trait.kind is Kind.UNDECLARED else one(given)


def many(given: Given) -> Read:
    """A list of different values of one type."""
    if not isinstance(given.value, list) or not 1 <= len(given.value) <= MOST_VALUES:
        raise given.wrong(_("Write a list of 1 to {count} values to compare {trait} with."), count=MOST_VALUES)
    reads = [one(given.item(place)) for place in range(len(given.value))]
    if len({type(read.value) for read in reads}) > 1:
        raise given.wrong(_("Write only texts or only numbers into one list to compare {trait} with."))
    different = {read.value: read.written for read in reads}
    return Read(tuple(different), list(different.values()))


def two(given: Given) -> Read:
    """Two values, the smaller first."""
    if not isinstance(given.value, list) or len(given.value) != 2:
        raise given.wrong(_("Write a list of two values, from and to, that {trait} lies between."))
    low, high = amount(given.item(0)), amount(given.item(1))
    if type(low.value) is not type(high.value):
        raise given.wrong(_("Write two days or two moments that {trait} lies between."))
    if low.value > high.value:
        raise given.wrong(_("Write the smaller of the two values first."))
    return Read((low.value, high.value), [low.written, high.written])


def days_ahead(given: Given) -> Read:
    """A number of days, up to a year."""
    return count_up_to(given, DAYS_AHEAD)


def count_up_to(given: Given, most: int) -> Read:
    """A whole number from 1 on."""
    count = FITS[Type.INTEGER](given.value)
    if count is None or not 1 <= count <= most:
        raise given.wrong(_("Write a whole number from 1 to {most}."), most=most)
    return Read(count, count)


def months(given: Given) -> Read:
    """Months of the year, 1 to 12."""
    listed = given.value if isinstance(given.value, list) else [given.value]
    if not listed or any(FITS[Type.INTEGER](month) not in range(1, 13) for month in listed):
        raise given.wrong(_("Write months as numbers from 1 to 12."))
    return Read(tuple(sorted(set(listed))), sorted(set(listed)))


def span(given: Given, unit: Any, unit_pointer: str) -> Read:
    """A count of a unit of time."""
    units = DAY_UNITS if given.trait.kind is Kind.DATE else UNITS
    if unit not in units:
        raise RuleInvalid(unit_pointer, format_lazy(_("Choose one of these as unit: {units}."), units=", ".join(units)))
    count = count_up_to(given, LONGEST[unit]).value
    return Read(Span(count, unit), count)


READERS: dict[Takes, Callable[[Given], Read]] = {
    Takes.ONE: one,
    Takes.TEXT: text,
    Takes.NUMBER: amount,
    Takes.DAY: day,
    Takes.MANY: many,
    Takes.TWO: two,
    Takes.DAYS: days_ahead,
    Takes.MONTHS: months,
}


def read(trait: Trait, operator: Operator, members: dict[str, Any], pointer: str) -> tuple[Any, dict[str, Any]]:
    """The value of a condition, and the members of its JSON that write it. Raises RuleInvalid."""
    if operator.takes is Takes.NOTHING:
        return None, {}
    if "value" not in members:
        raise RuleInvalid(pointer, format_lazy(_("Write a value to compare {trait} with."), trait=trait.label))
    given = Given(trait, f"{pointer}/value", members["value"])
    if operator.takes is Takes.SPAN:
        found = span(given, members.get("unit"), f"{pointer}/unit" if "unit" in members else pointer)
        return found.value, {"value": found.written, "unit": members["unit"]}
    found = READERS[operator.takes](given)
    return found.value, {"value": found.written}
