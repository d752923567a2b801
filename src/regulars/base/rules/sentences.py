"""A rule in words, in the reader's language: "City is one of Bangkok, Chiang Mai, and Birthday is this month"."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from regulars.base.fields import display
from regulars.base.fields.choices import choice

from .operators import Span, Takes
from .rule import Group, Node, Not, Rule, TraitCondition
from .vocabulary import Kind

SENTENCES: dict[str, Promise] = {
    "equals": gettext_lazy("{trait} is {value}"),
    "not_equals": gettext_lazy("{trait} is known and not {value}"),
    "one_of": gettext_lazy("{trait} is one of {value}"),
    "none_of": gettext_lazy("{trait} is known and none of {value}"),
    "contains": gettext_lazy("{trait} contains {value}"),
    "not_contains": gettext_lazy("{trait} is known and does not contain {value}"),
    "starts_with": gettext_lazy("{trait} starts with {value}"),
    "ends_with": gettext_lazy("{trait} ends with {value}"),
    "less_than": gettext_lazy("{trait} is less than {value}"),
    "at_most": gettext_lazy("{trait} is at most {value}"),
    "more_than": gettext_lazy("{trait} is more than {value}"),
    "at_least": gettext_lazy("{trait} is at least {value}"),
    "between": gettext_lazy("{trait} is from {low} to {high}"),
    "before": gettext_lazy("{trait} is before {value}"),
    "after": gettext_lazy("{trait} is after {value}"),
    "on": gettext_lazy("{trait} is on {value}"),
    "within_last": gettext_lazy("{trait} is within the last {value}"),
    "not_within_last": gettext_lazy("{trait} is known and not within the last {value}"),
    "before_last": gettext_lazy("{trait} is longer ago than the last {value}"),
    "within_next": gettext_lazy("{trait} is within the next {value}"),
    "after_next": gettext_lazy("{trait} is further ahead than the next {value}"),
    "month_is": gettext_lazy("{trait} is in one of these months of any year: {value}"),
    "in_this_month": gettext_lazy("{trait} is this month, in any year"),
    "anniversary_within_next": gettext_lazy("The anniversary of {trait} is within the next {value}"),
    "has_any": gettext_lazy("{trait} has any of {value}"),
    "has_all": gettext_lazy("{trait} has all of {value}"),
    "has_none": gettext_lazy("{trait} is known and has none of {value}"),
    "empty": gettext_lazy("{trait} is not known"),
    "not_empty": gettext_lazy("{trait} is known"),
}
OPPOSITES = {"empty": "not_empty", "not_empty": "empty"}


def sentence(rule: Rule) -> str:
    """The rule in the current language; plain text that holds what was typed, so pages escape it."""
    return of_node(rule.root)


def of_node(node: Node) -> str:
    """A part of a rule in words."""
    if isinstance(node, TraitCondition):
        return of_condition(node)
    if isinstance(node, Group):
        return of_group(node)
    assert isinstance(node, Not)
    if isinstance(node.part, TraitCondition) and node.part.operator.code in OPPOSITES:
        return of_condition(node.part, OPPOSITES[node.part.operator.code])
    return _("it is not so that {condition}").format(condition=in_brackets(node.part))


def of_group(group: Group) -> str:
    """Conditions joined by "and" or "or"; a group inside a group stands in brackets."""
    words = [in_brackets(part) for part in group.parts] if len(group.parts) > 1 else [of_node(group.parts[0])]
    joined = _("{one} and {other}") if group.is_all else _("{one} or {other}")
    return reduce(lambda one, other: joined.format(one=one, other=other), words)


def in_brackets(node: Node) -> str:
    """A part that would be misread without them stands in brackets."""
    words = of_node(node)
    is_long = isinstance(node, Group) and len(node.parts) > 1
    return _("({condition})").format(condition=words) if is_long else words


def of_condition(condition: TraitCondition, code: str | None = None) -> str:
    """One condition in words."""
    words = {"trait": str(condition.trait.label), **values(condition)}
    return str(SENTENCES[code or condition.operator.code]).format(**words)


def values(condition: TraitCondition) -> dict[str, str]:
    """The value of a condition in words."""
    value, takes = condition.value, condition.operator.takes
    if takes is Takes.NOTHING:
        return {}
    if takes is Takes.TWO:
        return {"low": of_value(value[0]), "high": of_value(value[1])}
    if takes is Takes.SPAN:
        return {"value": of_span(value)}
    if takes is Takes.DAYS:
        return {"value": of_span(Span(value, "days"))}
    return {"value": listed(as_written(condition))}


def as_written(condition: TraitCondition) -> list[str]:
    """The values as they were typed: letters are folded only to be compared."""
    if condition.trait.kind in (Kind.DATE, Kind.MOMENT) and condition.operator.takes is not Takes.MONTHS:
        return [of_value(condition.value)]
    written = condition.written["value"]
    name = condition.trait.name
    return [chosen(name, value) for value in (written if isinstance(written, list) else [written])]


def chosen(name: str, value: Any) -> str:
    """A value that may be one of a field's choices."""
    return (choice(name, value) if isinstance(value, str) else None) or of_value(value)


def of_value(value: Any) -> str:
    """One value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return display.moment(display.to_datetime(value))
    if isinstance(value, dt.date):
        return display.day(value)
    return display.number(value) if isinstance(value, int | float) else str(value)


def listed(words: Iterable[str]) -> str:
    """Words as a list."""
    return pgettext("between the values of a list", ", ").join(words)


def of_span(span: Span) -> str:
    """A count of a unit of time."""
    forms = {
        "minutes": ngettext("{n} minute", "{n} minutes", span.count),
        "hours": ngettext("{n} hour", "{n} hours", span.count),
        "days": ngettext("{n} day", "{n} days", span.count),
        "weeks": ngettext("{n} week", "{n} weeks", span.count),
        "months": ngettext("{n} month", "{n} months", span.count),
        "years": ngettext("{n} year", "{n} years", span.count),
    }
    return forms[span.unit].format(n=display.number(span.count))
