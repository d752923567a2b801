"""A slow reading of the rule grammar straight from its JSON, written without the code that it checks."""

import calendar
import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SAME_LETTER = {"İ": "i", "ς": "σ", "ي": "ی", "ك": "ک"}
NEGATIONS = {
    "not_equals": "equals",
    "none_of": "one_of",
    "not_contains": "contains",
    "not_within_last": "within_last",
    "has_none": "has_any",
}


def same(text: str) -> str:
    """Letter by letter, so that no letter depends on its neighbours."""
    return "".join(SAME_LETTER.get(letter, letter.lower()) for letter in text)


class Oracle:
    """Answers for one vocabulary (name → type), moment and zone."""

    def __init__(self, types: dict[str, str], now: int, zone: ZoneInfo) -> None:
        self.types, self.zone = types, zone
        self.now = EPOCH + dt.timedelta(microseconds=now)
        self.today = self.now.astimezone(zone).date()

    def answer(self, tree: dict[str, Any], traits: dict[str, Any]) -> bool:
        if "all" in tree:
            return all(self.answer(part, traits) for part in tree["all"])
        if "any" in tree:
            return any(self.answer(part, traits) for part in tree["any"])
        if "not" in tree:
            return not self.answer(tree["not"], traits)
        return self.condition(tree, traits.get(tree["trait"]))

    def condition(self, tree: dict[str, Any], kept: Any) -> bool:
        type_ = self.types.get(tree["trait"])
        if tree["is"] in ("empty", "not_empty"):
            there = kept not in (None, "", [], {}) if type_ is None else self.typed(type_, kept) is not None
            return there == (tree["is"] == "not_empty")
        asked = tree.get("value")
        value = self.like(kept, asked) if type_ is None else self.typed(type_, kept)
        if value is None:
            return False
        positive = NEGATIONS.get(tree["is"])
        if positive:
            return not self.holds(positive, value, asked, tree.get("unit"))
        return self.holds(tree["is"], value, asked, tree.get("unit"))

    def like(self, kept: Any, asked: Any) -> Any:
        """An undeclared value if it is of the type that is asked for."""
        example = asked[0] if isinstance(asked, list) else asked
        kinds: list[type] = [int, float] if type(example) in (int, float) else [type(example)]
        return kept if type(kept) in kinds and kept != "" else None

    def typed(self, type_: str, kept: Any) -> Any:
        if type_ in ("text", "choice"):
            return kept if isinstance(kept, str) and kept else None
        if type_ == "integer":
            return kept if type(kept) is int and -(2**63) <= kept < 2**63 else None
        if type_ == "boolean":
            return kept if type(kept) is bool else None
        if type_ == "list":
            return kept if isinstance(kept, list) and kept and {type(each) for each in kept} == {str} else None
        if type_ == "date":
            return self.day(kept)
        return EPOCH + dt.timedelta(microseconds=kept) if type(kept) is int and abs(kept) < 10**16 else None

    def day(self, kept: Any) -> dt.date | None:
        if not isinstance(kept, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", kept):
            return None
        year, month, day = map(int, kept.split("-"))
        is_day = year and month in range(1, 13) and day in range(1, calendar.monthrange(year, month)[1] + 1)
        return dt.date(year, month, day) if is_day else None

    def holds(self, operator: str, value: Any, asked: Any, unit: str | None) -> bool:
        if isinstance(value, dt.date):
            return self.holds_of_time(operator, value, asked, unit)
        if isinstance(value, list):
            has = [same(each) for each in value]
            found = [same(each) in has for each in asked]
            return all(found) if operator == "has_all" else any(found)
        if isinstance(value, str):
            return self.holds_of_text(operator, same(value), asked)
        answers: dict[str, Callable[[], bool]] = {
            "equals": lambda: value == asked,
            "one_of": lambda: value in asked,
            "less_than": lambda: value < asked,
            "at_most": lambda: not value > asked,
            "more_than": lambda: value > asked,
            "at_least": lambda: not value < asked,
            "between": lambda: asked[0] <= value <= asked[1],
        }
        return answers[operator]()

    def holds_of_text(self, operator: str, value: str, asked: Any) -> bool:
        if operator == "one_of":
            return value in [same(each) for each in asked]
        part = same(asked)
        places = [place for place in range(len(value) - len(part) + 1) if value[place : place + len(part)] == part]
        return {
            "equals": value == part,
            "contains": places != [],
            "starts_with": 0 in places,
            "ends_with": len(value) - len(part) in places,
        }[operator]

    def holds_of_time(self, operator: str, value: dt.date, asked: Any, unit: str | None) -> bool:
        if operator == "month_is":
            return value.month in asked
        if operator == "in_this_month":
            return value.month == self.today.month
        if operator == "anniversary_within_next":
            return any(self.celebrates(value, self.today + dt.timedelta(days=ahead)) for ahead in range(asked))
        if unit is not None:
            return self.from_now(operator, value, asked, unit)
        if operator == "between":
            return not self.before(value, asked[0]) and not self.after(value, asked[1])
        before, after = self.before(value, asked), self.after(value, asked)
        return {"before": before, "after": after, "on": not before and not after}[operator]

    def celebrates(self, birthday: dt.date, day: dt.date) -> bool:
        if (birthday.month, birthday.day) == (2, 29) and not calendar.isleap(day.year):
            return (day.month, day.day) == (2, 28)
        return (birthday.month, birthday.day) == (day.month, day.day)

    def before(self, value: dt.date, asked: str) -> bool:
        if "T" in asked:
            return value < dt.datetime.fromisoformat(asked)
        return self.local_day(value).isoformat() < asked

    def after(self, value: dt.date, asked: str) -> bool:
        if "T" in asked:
            return value > dt.datetime.fromisoformat(asked)
        return self.local_day(value).isoformat() > asked

    def local_day(self, value: dt.date) -> dt.date:
        return value.astimezone(self.zone).date() if isinstance(value, dt.datetime) else value

    def from_now(self, operator: str, value: dt.date, count: int, unit: str) -> bool:
        is_moment = isinstance(value, dt.datetime)
        now: Any = self.now if is_moment else self.today
        ago, ahead = self.moved(now, -count, unit), self.moved(now, count, unit)
        return {
            "within_last": ago < value <= now,
            "before_last": value <= ago,
            "within_next": now <= value < ahead,
            "after_next": value >= ahead,
        }[operator]

    def moved(self, at: Any, count: int, unit: str) -> Any:
        if unit in ("minutes", "hours"):
            return at + count * dt.timedelta(**{unit: 1})
        if not isinstance(at, dt.datetime):
            return self.day_moved(at, count, unit)
        local = at.astimezone(self.zone)
        day = self.day_moved(local.date(), count, unit)
        return dt.datetime.combine(day, local.timetz()).astimezone(dt.UTC)

    def day_moved(self, day: dt.date, count: int, unit: str) -> dt.date:
        if unit in ("days", "weeks"):
            return day + count * dt.timedelta(**{unit: 1})
        year, month = day.year, day.month
        for _ in range(abs(count) * (12 if unit == "years" else 1)):
            month += 1 if count > 0 else -1
            if month in (0, 13):
                year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
        return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
