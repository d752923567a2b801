"""Days and numbers as people of four languages type them into forms."""

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.fields import display, months
from regulars.base.fields.enums import Calendar
from regulars.base.fields.forms import DateField, NumberField, read_day

DAY = dt.date(1988, 5, 14)


class Birthday(forms.Form):
    """What the tests fill in."""

    born = DateField(latest=dt.date(2026, 1, 1))
    children = NumberField(required=False, min_value=0, max_value=5000)


def born(text: str) -> Any:
    form = Birthday({"born": text})
    return form.cleaned_data["born"] if form.is_valid() else form.errors["born"]


@pytest.mark.parametrize(
    "text",
    ["1988-05-14", "2531-05-14", "1367-02-24", "۱۳۶۷/۰۲/۲۴", "๑๔/๐๕/๒๕๓๑", "1988年5月14日", "19880514", " 14.5.2531 "],
)
@pytest.mark.parametrize("language", ["en", "th", "zh-hans", "fa"])
def test_every_calendar_is_read_in_every_language(language: str, text: str) -> None:
    with translation.override(language):
        assert born(text) == DAY


@given(
    day=st.dates(dt.date(1857, 1, 1), dt.date(2050, 1, 1)),
    language=st.sampled_from(["en", "th", "zh-hans", "fa"]),
    calendar=st.sampled_from(["", *Calendar.values]),
)
def test_what_a_page_shows_can_be_typed_again(day: dt.date, language: str, calendar: str) -> None:
    with translation.override(language), display.keeping(calendar):
        assert (read_day(display.day(day)), read_day(display.numeric_day(day))) == (day, day)


def test_no_name_of_a_month_means_two() -> None:
    lists = (*months.SOLAR.values(), *months.JALALI.values(), *months.LONG)

    for each in lists:
        assert [months.known()[months.folded(name)] for name in each] == list(range(1, 13))


@pytest.mark.parametrize(
    ("language", "calendar", "example"),
    [
        ("en", "", "1988-05-14"),
        ("th", "", "2531-05-14"),
        ("fa", "", "۱۳۶۷-۰۲-۲۴"),
        ("en", "jalali", "1367-02-24"),
    ],
)
def test_what_cannot_be_read_gets_an_example_in_the_readers_calendar(
    language: str, calendar: str, example: str
) -> None:
    with translation.override(language), display.keeping(calendar):
        [error] = born("yesterday")
        form = Birthday()

        assert example in error
        assert "yesterday" in error
        assert example in str(form.fields["born"].help_text)


def test_day_or_month_first_is_asked_where_readers_differ() -> None:
    with translation.override("en"):
        english = born("03/04/1990")
    with translation.override("th"):
        thai = born("03/04/1990")

    assert isinstance(english, list)
    assert thai == dt.date(1990, 4, 3)


@pytest.mark.parametrize(
    "text", ["1988-02-30", "1404-12-30", "2531-13-01", "88-05-14", "14 Nonsense 1988", "٣", "٠٠٠٠-٠٠-٠٠"]
)
def test_days_that_no_calendar_has_are_refused(text: str) -> None:
    assert isinstance(born(text), list)


def test_a_day_out_of_bounds_is_said_in_the_readers_calendar() -> None:
    with translation.override("fa"):
        assert "۱۱ دی ۱۴۰۴" in str(born("1405-01-01"))


def test_the_line_tells_the_picker_what_it_holds() -> None:
    form = Birthday(initial={"born": DAY})

    with translation.override("fa"):
        line = str(form["born"])

    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', line))
    assert attributes | {"value": "۱۳۶۷-۰۲-۲۴", "data-calendar": "jalali", "data-value": "1988-05-14"} == attributes
    assert attributes | {"type": "text", "dir": "ltr", "inputmode": "numeric", "autocomplete": "off"} == attributes
    assert " data-date " in line


def test_what_was_typed_stays_when_it_cannot_be_read() -> None:
    form = Birthday({"born": '"><script>'})

    line = str(form["born"])

    assert 'value="&quot;&gt;&lt;script&gt;"' in line
    assert 'data-value=""' in line


def test_a_day_typed_in_another_calendar_is_no_change() -> None:
    form = Birthday({"born": "۱۳۶۷-۰۲-۲۴"}, initial={"born": DAY})

    assert not form.has_changed()


@pytest.mark.parametrize(
    ("typed", "number"), [("1234", 1234), ("۱٬۲۳۴", 1234), ("๑๒", 12), ("1,234", 1234), ("", None), ("０３", 3)]
)
def test_numbers_are_read_in_any_digits(typed: str, number: int | None) -> None:
    form = Birthday({"born": "1988-05-14", "children": typed})

    assert form.is_valid()
    assert form.cleaned_data["children"] == number


@pytest.mark.parametrize("typed", ["two", "1.5", "-1", "5001", "۱۲x", "9" * 5000])
def test_what_is_no_number_in_bounds_is_refused(typed: str) -> None:
    form = Birthday({"born": "1988-05-14", "children": typed})

    assert "children" in form.errors


def test_a_number_is_shown_in_the_readers_digits() -> None:
    with translation.override("fa"):
        line = str(Birthday(initial={"children": 12})["children"])

    assert 'value="۱۲"' in line
