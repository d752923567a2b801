"""One rule, three answers: the compiled one over DuckDB, the plain one, and a naive oracle's. They never differ."""

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from ibis.backends.duckdb import Backend

from regulars.base.rules import parse, vocabulary
from tests.base.rules import samples
from tests.base.rules.oracle import Oracle

zones = st.sampled_from(samples.ZONES).map(ZoneInfo)


@given(
    people=st.lists(samples.customers, min_size=1, max_size=12),
    trees=st.lists(samples.rules, min_size=1, max_size=12),
    now=samples.microseconds,
    zone=zones,
)
def test_the_engine_and_plain_python_answer_as_the_oracle_does(
    duckdb: Backend, people: list[dict[str, Any]], trees: list[dict[str, Any]], now: int, zone: ZoneInfo
) -> None:
    rules = [parse(tree, vocabulary(samples.FIELDS, zone)) for tree in trees]
    oracle, table = Oracle(samples.TYPES, now, zone), samples.table_of(people)

    expected = [[oracle.answer(tree, traits) for tree in trees] for traits in people]
    plain = [[rule.matches(traits, now) for rule in rules] for traits in people]
    columns = {f"rule_{place}": rule.compile(table, now) for place, rule in enumerate(rules)}
    compiled = duckdb.to_pyarrow(table.select("row", **columns).order_by("row")).drop(["row"]).to_pylist()

    assert plain == expected
    assert [list(row.values()) for row in compiled] == expected


@given(tree=samples.rules, zone=zones)
def test_a_rule_is_what_its_tree_says(tree: dict[str, Any], zone: ZoneInfo) -> None:
    words = vocabulary(samples.FIELDS, zone)

    rule = parse(tree, words)

    assert parse(rule.tree, words) == rule
