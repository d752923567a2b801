"""The operators of trait conditions: what each may be asked of, what value it takes, and what it asks."""

import datetime as dt
import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .clock import Clock
from .predicates import Contains, EndsWith, HasAll, HasAny, InMonths, OnDays, OneOf, Predicate, StartsWith, Within
from .vocabulary import Kind

DAY = dt.timedelta(days=1)


class Takes(Enum):
    """The form of the value that an operator is given."""

    NOTHING = "nothing"
    ONE = "one"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MANY = "many"
    TWO = "two"
    SPAN = "span"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Span:
    """A count of a unit of time."""

    count: int
    unit: str


Compare = Callable[[Any, Any], Any]
Ask = Callable[[Any, Clock], Predicate]
"""From the value and the clock to the question; of `empty` and `not_empty` there is none."""


@dataclass(frozen=True)
class Operator:
    """`negated`: it holds where there is a value of which the question is false."""

    code: str
    kinds: frozenset[Kind]
    takes: Takes
    ask: Ask | None
    negated: bool = False


def always(predicate: Callable[[Any], Predicate]) -> Ask:
    """A question for which the time of asking does not matter."""
    return lambda value, _clock: predicate(value)


def one_of(value: Any) -> Predicate:
    return OneOf(value if isinstance(value, tuple) else (value,))


def compared(compare: Compare) -> Ask:
    """The value stands so to the bound."""
    return always(lambda bound: Within(((compare, bound),)))


def between(bounds: tuple[Any, Any]) -> Predicate:
    """From the first to the second, both included."""
    return Within(((operator.ge, bounds[0]), (operator.le, bounds[1])))


def begins(bound: dt.date, clock: Clock) -> dt.datetime:
    """A moment itself, or the first one of a day."""
    return bound if isinstance(bound, dt.datetime) else clock.start(bound)


def before(bound: dt.date, clock: Clock) -> Predicate:
    return Within(((operator.lt, begins(bound, clock)),))


def until(bound: dt.date, clock: Clock) -> tuple[Compare, dt.datetime]:
    """Not later than a moment, or than the last one of a day."""
    if isinstance(bound, dt.datetime):
        return operator.le, bound
    return operator.lt, clock.start(bound + DAY)


def after(bound: dt.date, clock: Clock) -> Predicate:
    if isinstance(bound, dt.datetime):
        return Within(((operator.gt, bound),))
    return Within(((operator.ge, clock.start(bound + DAY)),))


def on(bound: dt.date, clock: Clock) -> Predicate:
    return between_moments((bound, bound), clock)


def between_moments(bounds: tuple[dt.date, dt.date], clock: Clock) -> Predicate:
    low, high = bounds
    return Within(((operator.ge, begins(low, clock)), until(high, clock)))


def past(span: Span, clock: Clock, kind: Kind) -> tuple[Any, Any]:
    """The moment (or day) so long ago, and now (or today)."""
    if kind is Kind.DATE:
        return clock.day_from_today(-span.count, span.unit), clock.today
    return clock.moment_from_now(-span.count, span.unit), clock.moment


def coming(span: Span, clock: Clock, kind: Kind) -> tuple[Any, Any]:
    """Now (or today), and the moment (or day) so far ahead."""
    if kind is Kind.DATE:
        return clock.today, clock.day_from_today(span.count, span.unit)
    return clock.moment, clock.moment_from_now(span.count, span.unit)


def within_last(kind: Kind) -> Ask:
    """So many units that end now; of days, today is the last one."""

    def ask(span: Span, clock: Clock) -> Predicate:
        start, end = past(span, clock, kind)
        return Within(((operator.gt, start), (operator.le, end)))

    return ask


def within_next(kind: Kind) -> Ask:
    """So many units that begin now; of days, today is the first one."""

    def ask(span: Span, clock: Clock) -> Predicate:
        start, end = coming(span, clock, kind)
        return Within(((operator.ge, start), (operator.lt, end)))

    return ask


def before_last(kind: Kind) -> Ask:
    """Longer ago than `within_last` reaches."""
    return lambda span, clock: Within(((operator.le, past(span, clock, kind)[0]),))


def after_next(kind: Kind) -> Ask:
    """Further ahead than `within_next` reaches."""
    return lambda span, clock: Within(((operator.ge, coming(span, clock, kind)[1]),))


def spans(kind: Kind) -> tuple[Operator, ...]:
    """The operators that count from now."""
    only = frozenset({kind})
    return (
        Operator("within_last", only, Takes.SPAN, within_last(kind)),
        Operator("not_within_last", only, Takes.SPAN, within_last(kind), negated=True),
        Operator("before_last", only, Takes.SPAN, before_last(kind)),
        Operator("within_next", only, Takes.SPAN, within_next(kind)),
        Operator("after_next", only, Takes.SPAN, after_next(kind)),
    )


TEXTS = frozenset({Kind.TEXT, Kind.UNDECLARED})
NUMBERS = frozenset({Kind.NUMBER, Kind.UNDECLARED})
LISTED = frozenset({Kind.TEXT, Kind.CHOICE, Kind.NUMBER, Kind.SEALED, Kind.UNDECLARED})
EQUAL = LISTED | {Kind.TRUTH}
DATES, MOMENTS, LISTS = frozenset({Kind.DATE}), frozenset({Kind.MOMENT}), frozenset({Kind.LIST, Kind.SEALED_LIST})

ALL = (
    Operator("equals", EQUAL, Takes.ONE, always(one_of)),
    Operator("not_equals", EQUAL, Takes.ONE, always(one_of), negated=True),
    Operator("one_of", LISTED, Takes.MANY, always(one_of)),
    Operator("none_of", LISTED, Takes.MANY, always(one_of), negated=True),
    Operator("contains", TEXTS, Takes.TEXT, always(Contains)),
    Operator("not_contains", TEXTS, Takes.TEXT, always(Contains), negated=True),
    Operator("starts_with", TEXTS, Takes.TEXT, always(StartsWith)),
    Operator("ends_with", TEXTS, Takes.TEXT, always(EndsWith)),
    Operator("less_than", NUMBERS, Takes.NUMBER, compared(operator.lt)),
    Operator("at_most", NUMBERS, Takes.NUMBER, compared(operator.le)),
    Operator("more_than", NUMBERS, Takes.NUMBER, compared(operator.gt)),
    Operator("at_least", NUMBERS, Takes.NUMBER, compared(operator.ge)),
    Operator("between", NUMBERS, Takes.TWO, always(between)),
    Operator("before", DATES, Takes.ONE, compared(operator.lt)),
    Operator("after", DATES, Takes.ONE, compared(operator.gt)),
    Operator("on", DATES, Takes.ONE, always(one_of)),
    Operator("between", DATES, Takes.TWO, always(between)),
    *spans(Kind.DATE),
    Operator("month_is", DATES, Takes.MONTHS, always(InMonths)),
    Operator("in_this_month", DATES, Takes.NOTHING, lambda _, clock: InMonths((clock.today.month,))),
    Operator("anniversary_within_next", DATES, Takes.DAYS, lambda count, clock: OnDays(clock.days_ahead(count))),
    Operator("before", MOMENTS, Takes.ONE, before),
    Operator("after", MOMENTS, Takes.ONE, after),
    Operator("on", MOMENTS, Takes.DAY, on),
    Operator("between", MOMENTS, Takes.TWO, between_moments),
    *spans(Kind.MOMENT),
    Operator("has_any", LISTS, Takes.MANY, always(HasAny)),
    Operator("has_all", LISTS, Takes.MANY, always(HasAll)),
    Operator("has_none", LISTS, Takes.MANY, always(HasAny), negated=True),
    Operator("empty", frozenset(Kind), Takes.NOTHING, None, negated=True),
    Operator("not_empty", frozenset(Kind), Takes.NOTHING, None),
)

OPERATORS: dict[Kind, dict[str, Operator]] = {
    kind: {each.code: each for each in ALL if kind in each.kinds} for kind in Kind
}
"""Kind of trait → the operators that it may be asked with, in the order in which pages offer them."""
