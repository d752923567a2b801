"""Form fields for what people write in their own way: days in any calendar, numbers in any digits."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields import calendars, digits, display, months
from regulars.base.fields.errors import CalendarError

EXAMPLE = dt.date(1988, 5, 14)
DAY_FIRST = {"th"}


def example() -> str:
    """A day as this reader would type it."""
    return display.numeric_day(EXAMPLE)


def help_text() -> str:
    return _("Year, month and day, such as %(example)s.") % {"example": example()}


def read_day(text: str) -> dt.date:
    """The day that somebody typed, or copied from a page. Raises CalendarError, in words with an example."""
    try:
        return calendars.parse(months.numbered(text) or text, is_day_first=display.language() in DAY_FIRST)
    except CalendarError as error:
        words = _("“%(text)s” cannot be read as a day. Write year, month and day, such as %(example)s.")
        raise CalendarError(words % {"text": text, "example": example()}) from error


class DateInput(forms.TextInput):
    """A line for a day; `web/dates.js` puts a picker beside it. What it shows is in the reader's calendar."""

    def format_value(self, value: Any) -> str | None:
        return display.numeric_day(value) if isinstance(value, dt.date) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "inputmode": "numeric",
            "dir": "ltr",
            "autocomplete": "off",
            "data-date": True,
            "data-calendar": display.calendar().value,
            "data-value": iso(value),
        }
        return context


def iso(value: Any) -> str:
    """What a line holds, for the picker: 2026-03-01, or nothing where it is no day."""
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return read_day(str(value)).isoformat() if value else ""
    except CalendarError:
        return ""


class DateField(forms.Field):
    """A day. The year tells the calendar, whatever the reader keeps; every script's digits are read."""

    widget = DateInput

    def __init__(self, *, earliest: dt.date | None = None, latest: dt.date | None = None, **settings: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**{"help_text": lazy(help_text, str)(), **settings})

    def to_python(self, value: Any) -> dt.date | None:
        """Raises ValidationError."""
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(str(value))
        except CalendarError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise forms.ValidationError(_("Give a day from %(day)s on.") % {"day": display.day(self.earliest)})
        if value and self.latest and value > self.latest:
            raise forms.ValidationError(_("Give a day up to %(day)s.") % {"day": display.day(self.latest)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class NumberField(forms.IntegerField):
    """A whole number, in the digits of any script and with or without separators between thousands."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write a whole number.")}

    def to_python(self, value: Any) -> int | None:
        plain = digits.to_ascii(value).translate(SEPARATORS) if isinstance(value, str) else value
        number: int | None = super().to_python(plain)
        return number

    def prepare_value(self, value: Any) -> Any:
        return display.in_digits(str(value)) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


SEPARATORS = dict.fromkeys(map(ord, ",٬،，\u00a0\u202f "), "")
