"""Values of traits as people read them, in the current language. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import phonenumbers
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.fields.choices import choice
from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.identity.queries import identifier_type

COMMAS = dict.fromkeys(map(ord, "\u060c\u3001\uff0c"), ",")


def label(trait: str) -> str:
    """What a trait is called; one that nobody declared by its own name, without underscores."""
    field = find_field(trait)
    if field is not None:
        return str(field.label)
    return identifier_type(trait) if trait in TYPES else trait.replace("_", " ").strip().capitalize() or trait


def written(trait: str, value: Any) -> str:
    """A value of a trait in words; what does not fit its type as it was sent."""
    field = find_field(trait)
    if value is None or value == "":
        return ""
    if isinstance(value, str) and (words := choice(trait, value)) is not None:
        return words
    if field and field.type is Type.DATE and isinstance(value, str):
        return day(value)
    if field and field.type is Type.MOMENT and isinstance(value, int):
        return moment(value)
    if field and field.type is Type.PHONE and isinstance(value, str):
        return phone(value)
    return plain(value)


def plain(value: Any) -> str:
    """Any JSON value as text."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return display.in_digits(str(value))
    if isinstance(value, dict):
        return " · ".join(f"{name} {plain(each)}" for name, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _(", ").join(plain(each) for each in value)
    return str(value)


def phone(value: str) -> str:
    """A number in E.164 with the spaces that its country writes; other text as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return value


def day(value: str) -> str:
    """A day as the reader's calendar writes it."""
    try:
        return display.day(dt.date.fromisoformat(value))
    except ValueError:
        return value


def moment(value: int) -> str:
    """The day of a moment in µs."""
    try:
        return display.day(display.to_datetime(value).date())
    except OverflowError:
        return str(value)


def short_day(at: int) -> str:
    """A moment in µs as a day, with its year if that is not this one; empty if there is none."""
    try:
        moment = display.to_datetime(at) if at > 0 else None
    except OverflowError:
        moment = None
    if moment is None:
        return ""
    is_this_year = moment.year == timezone.localtime().year
    return display.day(moment.date(), with_year=not is_this_year)


def editable(trait: str, value: Any) -> str:
    """A value as a form holds it, so that it is read back as the same."""
    field = find_field(trait)
    if value is None:
        return ""
    if field and field.type is Type.MOMENT and isinstance(value, int):
        return display.to_datetime(value).date().isoformat()
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def typed_list(text: str) -> list[str]:
    """What somebody typed as a list, with the commas of any of our scripts between."""
    return [part.strip() for part in text.translate(COMMAS).split(",") if part.strip()]
