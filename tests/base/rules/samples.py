"""A small dictionary of every type, customers that try it, and rules about them."""

import operator
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from hypothesis import strategies as st

from regulars.base.fields.dictionary import Field, Validation
from regulars.base.fields.enums import Category, Sensitivity, Type
from regulars.base.fields.values import FITS
from tests.base.rules.oracle import EPOCH, as_json

Rules = st.SearchStrategy[dict[str, Any]]


def field(name: str, type_: Type, **validation: Any) -> Field:
    return Field(
        name,
        type_,
        name.capitalize(),
        Category.ACCOUNT,
        frozenset({"service"}),
        Sensitivity.ORDINARY,
        Validation(**validation),
    )


BUILT_IN = (
    field("city", Type.TEXT),
    field("gender", Type.CHOICE, choices=("female", "male", "other")),
    field("age", Type.INTEGER),
    field("birthday", Type.DATE),
    field("created_at", Type.MOMENT),
    field("subscribed", Type.BOOLEAN),
    field("interests", Type.LIST),
)
OWN = "own_"
FIELDS = (*BUILT_IN, *(replace(each, name=OWN + each.name, is_built_in=False) for each in BUILT_IN))
"""Each field twice: with a column, and as a business declares one of its own."""
TYPES = {each.name: each.type.value for each in FIELDS}
COLUMNS = {
    Type.TEXT: pa.string(),
    Type.CHOICE: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DATE: pa.date32(),
    Type.MOMENT: pa.timestamp("us", tz="UTC"),
    Type.BOOLEAN: pa.bool_(),
    Type.LIST: pa.list_(pa.string()),
}
UNDECLARED = ("vip", "ชื่อเล่น", "shoe size", "n° - 1")

HOUR, DAY = 3_600_000_000, 86_400_000_000
# Moments around which days begin late, twice or not at all in one of the zones, leap days, and ends of years.
TURNS = (
    1_709_164_800_000_000,  # 2024-02-29 in UTC
    1_740_700_800_000_000,  # 2025-02-28
    1_710_054_000_000_000,  # New York springs forward
    1_584_736_200_000_000,  # Tehran's midnight is skipped
    1_600_633_800_000_000,  # Tehran's last hour of a day comes twice
    1_325_203_200_000_000,  # Apia leaves out a day
    1_767_225_599_999_999,  # the last µs of 2025
)
ZONES = ("UTC", "Asia/Bangkok", "Asia/Tehran", "America/New_York", "Pacific/Apia", "Asia/Kathmandu")

WORDS = (
    "Bangkok BANGKOK bangkok กรุงเทพฯ 上海 تهران علي علی كابل Straße STRASSE straße İzmir izmir IZMIR ıvır ΟΔΟΣ οδος"
    ' K k ﬁ 100% a_b it\'s "q" \\n null true 42 می‌روم 𐐀 𐐨 Å é É ๑๒ [] {} $.a --'
).split()
texts = (
    st.sampled_from(["Bangkok", "bangkok", "BANG", "علي", "علی", "ok"])
    | st.sampled_from([*WORDS, "New York", "two\nlines"])
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=4)
).map(lambda text: unicodedata.normalize("NFC", text).strip())
some_text = texts.filter(bool)
numbers = st.sampled_from([0, -1, 18, 42, 2**53 + 1, 2**63, -(2**63), 0.1, 0.30000000000000004, -0.0, 1e22, 4.2])
integers = st.sampled_from([0, -1, 17, 18, 42, 2**63 - 1, -(2**63)])
days = st.dates(date(2011, 12, 25), date(2026, 12, 31)).map(str) | st.sampled_from(
    ["2024-02-29", "2000-02-29", "1999-02-28", "1990-03-01", "2011-12-30", "2020-03-21"]
)
spoilt = st.sampled_from(
    [
        None,
        "",
        5,
        1.5,
        True,
        [],
        {},
        {"a": 1},
        "some day",
        "2026-02-30",
        "0000-01-01",
        "20260101",
        "7",
        2**63,
        -(2**63) - 1,
        2**70,
        1e6,
        7.0,
        [1, "a"],
        ["a", None],
    ]
)
turns = st.sampled_from(TURNS)
microseconds = st.builds(
    operator.add,
    turns,
    st.sampled_from([0, 1, -1, HOUR, -HOUR, 5 * HOUR, DAY, -DAY, 7 * DAY, -30 * DAY, -365 * DAY, -366 * DAY])
    | st.integers(-400 * DAY, 400 * DAY),
)


def written(at: int) -> str:
    """A moment in ISO 8601."""
    return (EPOCH + timedelta(microseconds=at)).isoformat()


moments = microseconds.map(written)
KEPT: dict[str, st.SearchStrategy[Any]] = {
    "city": texts,
    "gender": st.sampled_from(["female", "male", "other", "Female"]),
    "age": integers,
    "birthday": days,
    "created_at": microseconds,
    "subscribed": st.booleans(),
    "interests": st.lists(texts, max_size=4),
    **{name: texts | numbers | st.booleans() | st.lists(numbers, max_size=2) for name in UNDECLARED},
}
KEPT |= {each.name: KEPT[each.name.removeprefix(OWN)] for each in FIELDS if not each.is_built_in}
customers = st.fixed_dictionaries({}, optional={name: kept | spoilt for name, kept in KEPT.items()})


def conditions(trait: str, operators: str, value: st.SearchStrategy[Any] | None = None, **more: Any) -> Rules:
    """Conditions on a trait with one of the operators."""
    parts: dict[str, Any] = {"trait": st.just(trait), "is": st.sampled_from(operators.split())}
    if value is not None:
        parts["value"] = value
    return st.fixed_dictionaries(parts | more)


def pairs(of: st.SearchStrategy[Any], order: Any = None) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=2, max_size=2).map(lambda two: sorted(two, key=order))


def many(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=1, max_size=3, unique=True)


def spans(trait: str, units: str) -> Rules:
    unit = st.sampled_from(units.split())
    operators = "within_last not_within_last before_last within_next after_next"
    return conditions(
        trait, operators, st.sampled_from([1, 2, 7, 12, 30, 365]) | st.integers(1, 100), unit=unit
    ).filter(lambda tree: tree["unit"] != "years" or tree["value"] <= 100)


declared: Rules = st.one_of(
    conditions("city", "equals not_equals contains not_contains starts_with ends_with", some_text),
    conditions("city", "one_of none_of", st.lists(some_text, min_size=1, max_size=4)),
    conditions("gender", "equals not_equals", st.sampled_from(["female", "male", "other"])),
    conditions("gender", "one_of none_of", many(st.sampled_from(["female", "male", "other"]))),
    conditions("age", "equals not_equals less_than at_most more_than at_least", integers),
    conditions("age", "one_of none_of", many(integers)),
    conditions("age", "between", pairs(integers)),
    conditions("birthday", "before after on", days),
    conditions("birthday", "between", pairs(days)),
    conditions("birthday", "month_is", many(st.integers(1, 12)).map(sorted)),
    conditions("birthday", "in_this_month"),
    conditions("birthday", "anniversary_within_next", st.sampled_from([1, 2, 30, 366])),
    spans("birthday", "days weeks months years"),
    conditions("created_at", "before after", days | moments),
    conditions("created_at", "on", days),
    conditions("created_at", "between", pairs(days) | pairs(moments)),
    spans("created_at", "minutes hours days weeks months years"),
    conditions("subscribed", "equals not_equals", st.booleans()),
    conditions("interests", "has_any has_all has_none", st.lists(some_text, min_size=1, max_size=3)),
)
declared |= declared.map(lambda tree: {**tree, "trait": OWN + tree["trait"]})
undeclared: Rules = st.sampled_from(UNDECLARED).flatmap(
    lambda name: st.one_of(
        conditions(name, "equals not_equals", some_text | numbers | st.booleans()),
        conditions(name, "one_of none_of", st.lists(some_text, min_size=1, max_size=3) | many(numbers)),
        conditions(name, "contains not_contains starts_with ends_with", some_text),
        conditions(name, "less_than at_most more_than at_least", numbers),
        conditions(name, "between", pairs(numbers)),
    )
)
whether: Rules = st.sampled_from([*TYPES, *UNDECLARED]).flatmap(lambda name: conditions(name, "empty not_empty"))
rules: Rules = st.recursive(
    declared | undeclared | whether,
    lambda parts: (
        st.builds(lambda part: {"not": part}, parts)
        | st.builds(
            lambda word, several: {word: several},
            st.sampled_from(["all", "any"]),
            st.lists(parts, min_size=1, max_size=3),
        )
    ),
    max_leaves=6,
)


def table_of(people: list[dict[str, Any]]) -> ir.Table:
    """Customers as the lake keeps them: a column for each field, what does not fit one in `other`."""
    columns = {
        each.name: pa.array([FITS[each.type](traits.get(each.name)) for traits in people], COLUMNS[each.type])
        for each in BUILT_IN
    }
    rows = pa.table(
        {"row": pa.array(range(len(people))), **columns, "other": pa.array(map(other, people), pa.string())}
    )
    return ibis.memtable(rows)


def other(traits: dict[str, Any]) -> str | None:
    """The traits that have no column, as JSON."""
    columns = {each.name: each.type for each in BUILT_IN}
    rest = {name: value for name, value in traits.items() if name not in columns or FITS[columns[name]](value) is None}
    return as_json(rest) if rest else None
