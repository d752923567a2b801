"""What is no rule is refused, with the place and what to do."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ibis.backends.duckdb import Backend

from regulars.base.rules import RuleInvalid, parse, vocabulary
from tests.base.rules.samples import FIELDS, table_of

NO_OBJECT = "Write an object here: all, any, not, or a condition on a trait."
CHOICE_OPERATORS = (
    "Gender can be asked with these operators: equals, not_equals, one_of, none_of, empty, not_empty. "
    "Choose one of them."
)
OPEN_OPERATORS = (
    "vip can be asked with these operators: equals, not_equals, one_of, none_of, contains, not_contains, "
    "starts_with, ends_with, less_than, at_most, more_than, at_least, between, empty, not_empty. Choose "
    "one of them."
)
NO_TEXT = "City is compared with text. Write the value in quotation marks."
UNFIT_TEXT = "Write a value of at most 500 characters without control characters."
CHOICES = "Gender can be one of these: female, male, other. Choose one of them."
NO_INTEGER = "Age is compared with a whole number. Write one without quotation marks."
NO_TRUTH = "Subscribed is yes or no. Write true or false without quotation marks."
DAY_UNITS = "Choose one of these as unit: days, weeks, months, years."
UNITS = "Choose one of these as unit: minutes, hours, days, weeks, months, years."
NO_OFFSET = "Write a moment with its offset, such as 2026-01-31T18:00:00+07:00, or a day."
TWO_KINDS = "Write two days or two moments that Created_at lies between."
NO_NUMBER = "Write a number without quotation marks to compare vip with."
NO_NAME = "A rule cannot name this trait. Choose a field, or a trait without signs like $ or . in its name."
NO_LIST = "Write a list of 1 to 1000 values to compare City with."
TWO_DATES = "“01/02/1990” could be two dates. Write the year first."
NO_DAY = "Birthday is compared with a day. Write it as year-month-day."
TOO_MANY = "Compare with at most 5000 values in one rule."
ONE_TYPE = "Write only texts or only numbers into one list to compare vip with."

WORDS = vocabulary(FIELDS, ZoneInfo("Asia/Bangkok"))


def on(trait: str, operator: object, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"trait": trait, "is": operator} | ({} if value is None else {"value": value}) | more


def nested(depth: int) -> dict[str, Any]:
    return {"not": nested(depth - 1)} if depth > 1 else on("city", "empty")


@pytest.mark.parametrize(
    ("tree", "pointer", "message"),
    [
        ([], "", NO_OBJECT),
        ("city", "", NO_OBJECT),
        ({}, "", "Say what the condition is about: all, any, not or trait."),
        ({"all": []}, "/all", "Write a list of conditions here, with at least one."),
        ({"any": on("city", "empty")}, "/any", "Write a list of conditions here, with at least one."),
        ({"all": [on("city", "empty"), 5]}, "/all/1", NO_OBJECT),
        ({"not": on("city", "empty"), "or": 1}, "", "Remove “or”: it means nothing here."),
        (on("city", "empty", "Pai"), "", "Remove “value”: it means nothing here."),
        (on("city", "equals", "Pai", unit="days"), "", "Remove “unit”: it means nothing here."),
        (on("city", "equals"), "", "Write a value to compare City with."),
        (on("gender", "like", "x"), "/is", CHOICE_OPERATORS),
        (on("gender", ["equals"], "x"), "/is", CHOICE_OPERATORS),
        (on("city", "equals", 5), "/value", NO_TEXT),
        (on("city", "equals", "  "), "/value", "Write a value to compare City with, or ask whether it is empty."),
        (on("city", "equals", "x" * 501), "/value", UNFIT_TEXT),
        (on("city", "equals", "a\x00b"), "/value", UNFIT_TEXT),
        (on("city", "equals", "\ud800"), "/value", UNFIT_TEXT),
        (on("city", "one_of", []), "/value", NO_LIST),
        (on("city", "one_of", "Pai"), "/value", NO_LIST),
        (on("city", "one_of", ["Pai", 5]), "/value/1", NO_TEXT),
        (on("gender", "equals", "f"), "/value", CHOICES),
        (on("gender", "equals", ["male"]), "/value", CHOICES),
        (on("age", "at_least", "18"), "/value", NO_INTEGER),
        (on("age", "at_least", True), "/value", NO_INTEGER),
        (on("age", "at_least", 2**63), "/value", NO_INTEGER),
        (on("age", "between", [30, 18]), "/value", "Write the smaller of the two values first."),
        (on("age", "between", [18]), "/value", "Write a list of two values, from and to, that Age lies between."),
        (on("subscribed", "equals", "yes"), "/value", NO_TRUTH),
        (on("birthday", "before", 1990), "/value", NO_DAY),
        (on("birthday", "before", "1990-02-30"), "/value", "There is no day 1990-02-30 in this calendar."),
        (on("birthday", "before", "01/02/1990"), "/value", TWO_DATES),
        (on("birthday", "month_is", 13), "/value", "Write months as numbers from 1 to 12."),
        (on("birthday", "month_is", []), "/value", "Write months as numbers from 1 to 12."),
        (on("birthday", "anniversary_within_next", 367), "/value", "Write a whole number from 1 to 366."),
        (on("birthday", "within_last", 3, unit="hours"), "/unit", DAY_UNITS),
        (on("created_at", "within_last", 3), "", UNITS),
        (on("created_at", "within_last", 3, unit=["days"]), "/unit", UNITS),
        (on("created_at", "within_last", 101, unit="years"), "/value", "Write a whole number from 1 to 100."),
        (on("created_at", "before", "2026-01-31T18:00"), "/value", NO_OFFSET),
        (on("created_at", "on", "2026-01-31T18:00+07:00"), "/value", NO_DAY.replace("Birthday", "Created_at")),
        (on("created_at", "between", ["2026-01-31", "2026-02-01T00:00Z"]), "/value", TWO_KINDS),
        (on("interests", "has_any", "coffee"), "/value", "Write a list of 1 to 1000 values to compare Interests with."),
        (on("vip", "has_any", ["x"]), "/is", OPEN_OPERATORS),
        (on("vip", "one_of", ["x", 1]), "/value", ONE_TYPE),
        (on("vip", "at_least", float("nan")), "/value", NO_NUMBER),
        (on("vip", "equals", {"a": 1}), "/value", NO_NUMBER),
        ({"not": on("$city", "empty")}, "/not/trait", NO_NAME),
        ({"trait": 5, "is": "empty"}, "/trait", NO_NAME),
        (nested(11), "/not" * 10, "Nest conditions at most 10 deep: simplify the rule."),
        ({"all": [on("city", "empty")] * 200}, "/all/199", "Use at most 200 conditions: simplify the rule."),
        ({"all": [on("age", "one_of", list(range(1000)))] * 6}, "/all/5/value", TOO_MANY),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_where_it_is_wrong(tree: object, pointer: str, message: str) -> None:
    with pytest.raises(RuleInvalid) as refused:
        parse(tree, WORDS)

    assert (refused.value.pointer, str(refused.value)) == (pointer, message)


@pytest.mark.parametrize(
    "name", ["", "a.b", "a:b", "$x", "/x", "a[0]", "a*", "it's", 'a"b', "a\\b", "a`b", "a\x00", "x" * 101]
)
def test_a_name_that_an_engine_would_take_for_a_path_is_refused(name: str) -> None:
    with pytest.raises(RuleInvalid, match="cannot name this trait"):
        parse(on(name, "empty"), WORDS)


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        (on("city", "equals", " Zu\u0308rich "), on("city", "equals", "Zürich")),
        (on("city", "one_of", ["Pai", "PAI", "Bangkok"]), on("city", "one_of", ["PAI", "Bangkok"])),
        (on("birthday", "before", "1370/05/01"), on("birthday", "before", "1991-07-23")),
        (on("birthday", "on", "๒๕๓๓-๐๕-๐๑"), on("birthday", "on", "1990-05-01")),
        (on("birthday", "month_is", 5), on("birthday", "month_is", [5])),
        (on("birthday", "month_is", [5, 1, 5]), on("birthday", "month_is", [1, 5])),
        (on("created_at", "after", "2026-01-31t18:00z"), on("created_at", "after", "2026-01-31T18:00:00+00:00")),
        (on("created_at", "after", "2026-01-31T18:00+07:00"), on("created_at", "after", "2026-01-31T11:00:00+00:00")),
    ],
)
def test_the_tree_of_a_rule_is_canonical(given: dict[str, Any], canonical: dict[str, Any]) -> None:
    assert parse(given, WORDS).tree == canonical


def test_a_rule_knows_the_traits_it_asks_about() -> None:
    tree = {
        "all": [on("city", "empty"), {"not": {"any": [on("age", "empty"), on("vip", "empty")]}}, on("city", "empty")]
    }

    assert parse(tree, WORDS).fields() == {"city", "age", "vip"}


def test_a_long_list_finds_what_a_short_one_finds(duckdb: Backend) -> None:
    towns = [f"Town {number}" for number in range(1000)]
    ages = list(range(-500, 500))
    people: list[dict[str, Any]] = [
        {"city": "TOWN 999", "age": 499},
        {"city": "Town 1000", "age": 500},
        {"city": ""},
        {},
    ]
    table = table_of(people)

    found = []
    for tree in (on("city", "one_of", towns), on("city", "none_of", towns), on("age", "one_of", ages)):
        rule = parse(tree, WORDS)
        rows = duckdb.to_pyarrow(table.select("row", answer=rule.compile(table, 0)).order_by("row")).to_pylist()
        assert [row["answer"] for row in rows] == [rule.matches(traits, 0) for traits in people]
        found.append([row["row"] for row in rows if row["answer"]])

    assert found == [[0], [1], [0]]


def test_the_largest_rule_compiles(duckdb: Backend) -> None:
    leaf = on("city", "one_of", [f"Town {number}" for number in range(25)])
    rule = parse({"all": [leaf] * 198}, WORDS)
    table = table_of([{"city": "Town 7"}, {"city": "Town 25"}])

    assert duckdb.to_pyarrow(table.filter(rule.compile(table, 0)).count()).as_py() == 1
