"""Template tags that every page loads: times, numbers, money, faces and cursor links."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regulars.base.fields import display
from regulars.base.web.templatetags import parts

register = template.Library()
register.simple_tag(parts.avatar, name="face")
Moment = int | dt.datetime | None


@register.simple_tag
def moment(value: Moment, style: str = "full") -> SafeString | str:
    """`{% moment µs %}`: a <time> in the reader's language and zone; styles full, seconds, day and time."""
    at = placed(value)
    if at is None:
        return ""
    written = {
        "full": lambda: display.moment(at),
        "seconds": lambda: display.moment(at, seconds=True),
        "day": lambda: display.day(at.date()),
        "time": lambda: display.time_of_day(at),
    }[style]()
    return as_time(at, written)


@register.simple_tag
def ago(value: Moment) -> SafeString | str:
    """`{% ago µs %}`: “3 days ago”, the moment itself on hover."""
    at = placed(value)
    return "" if at is None else as_time(at, display.ago(at, timezone.now()))


def placed(value: Moment) -> dt.datetime | None:
    """The moment in the reader's zone; None for none, and for what no calendar has."""
    if not value:
        return None
    try:
        return display.to_datetime(value)
    except OverflowError:
        return None


def as_time(at: dt.datetime, written: str) -> SafeString:
    machine = at.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, display.moment(at, seconds=True), written)


@register.simple_tag
def day(value: dt.date | None) -> SafeString | str:
    """`{% day date %}`: a calendar date, such as a birthday, in the reader's calendar."""
    return "" if value is None else format_html('<time datetime="{}">{}</time>', value.isoformat(), display.day(value))


@register.simple_tag
def number(value: float | Decimal | None, places: int | None = None) -> str:
    """`{% number n %}`: grouped, in the reader's digits; a dash for none."""
    return "–" if value is None else display.number(value, places)


@register.simple_tag
def money(amount: Decimal | float | None, currency: str = "") -> SafeString | str:
    """`{% money amount currency %}`, isolated so that its parts keep their order in right-to-left text."""
    return "–" if amount is None else format_html("<bdi>{}</bdi>", display.money(amount, currency))


@register.simple_tag
def reader_calendar() -> str:
    """`{% reader_calendar %}`: gregorian, buddhist or jalali, for what the browser writes itself."""
    return display.calendar().value


@register.filter
def native(text: Any) -> str:
    """`{{ text|native }}`: its ASCII digits, and the commas that group them, as the reader writes them."""
    return display.regrouped(str(text))


@register.simple_tag(takes_context=True)
def cursor_link(context: Context, cursor: str | None, name: str = "cursor") -> str:
    """`{% cursor_link page.next %}`: this page's address with another cursor; None takes the cursor away."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    if cursor is not None:
        query[name] = cursor
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """`{% with_query sort="name" cursor=None %}`: this page's address with some parameters changed or taken away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def choice_words(field: Any, code: str) -> str:
    """`{% choice_words field code %}`: what a choice of a field is called; its code where nobody named it."""
    return str(field.words.get(code, code))
