"""Rules about special fields: answered over sealed values as over open ones, by the engine and in plain Python."""

from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.backends.duckdb import Backend

from regulars.base.fields import sealing
from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.masks import Mask, Shown
from regulars.base.fields.services import Said, declare_field
from regulars.base.rules import RuleInvalid, parse, sentence, vocabulary
from tests.base.rules.oracle import as_json
from tests.base.rules.samples import field

TYPES = {
    "faith": Type.TEXT,
    "diet": Type.CHOICE,
    "points": Type.INTEGER,
    "pregnant": Type.BOOLEAN,
    "diagnosed_on": Type.DATE,
    "allergies": Type.LIST,
}
FIELDS = tuple(
    replace(
        field(name, type_, **({"choices": ("vegan", "halal")} if type_ is Type.CHOICE else {})),
        sensitivity=Sensitivity.SPECIAL,
        is_built_in=False,
    )
    for name, type_ in TYPES.items()
)
WORDS = vocabulary(FIELDS)
PEOPLE: list[dict[str, Any]] = [
    {"faith": "Zen", "diet": "vegan", "points": 7, "pregnant": True, "diagnosed_on": "2026-01-31"},
    {"faith": "ZEN ", "allergies": ["Peanut", "Latex"], "points": 8, "pregnant": False},
    {"faith": "Bahá'í", "allergies": ["latex"], "diet": "halal"},
    {"faith": "", "allergies": []},
    {},
]


def answers(tree: dict[str, Any], duckdb: Backend, people: list[dict[str, Any]]) -> list[int]:
    """Who answers, by the engine and in plain Python alike."""
    rule = parse(tree, WORDS)
    kept = [{name: sealing.sealed(name, value) for name, value in traits.items()} for traits in people]
    rows = ibis.memtable(
        pa.table({"row": range(len(kept)), "other": pa.array([as_json(traits) for traits in kept], pa.string())})
    )

    found = duckdb.to_pyarrow(rows.filter(rule.compile(rows, 0)).order_by("row")).column("row").to_pylist()

    assert [place for place, traits in enumerate(kept) if rule.matches(traits, 0)] == found
    return list(found)


@pytest.mark.parametrize(
    ("trait", "code", "value", "expected"),
    [
        ("faith", "equals", "zen", [0, 1]),
        ("faith", "not_equals", "zen", [2]),
        ("faith", "one_of", ["Bahá'í", "Sikh"], [2]),
        ("faith", "none_of", ["zen", "Sikh"], [2]),
        ("faith", "empty", None, [3, 4]),
        ("faith", "not_empty", None, [0, 1, 2]),
        ("diet", "equals", "vegan", [0]),
        ("points", "equals", 7, [0]),
        ("points", "one_of", ["۷", "8"], [0, 1]),
        ("pregnant", "equals", False, [1]),
        ("pregnant", "equals", "true", [0]),
        ("diagnosed_on", "equals", "31/1/2569", [0]),
        ("allergies", "has_any", ["LATEX"], [1, 2]),
        ("allergies", "has_all", ["latex", "peanut"], [1]),
        ("allergies", "has_none", ["peanut"], [2]),
        ("allergies", "empty", None, [0, 3, 4]),
        ("allergies", "not_empty", None, [1, 2]),
    ],
)
def test_special_fields_are_compared_by_what_they_are_sealed_to(
    duckdb: Backend, trait: str, code: str, value: Any, expected: list[int]
) -> None:
    tree = {"trait": trait, "is": code} | ({} if value is None else {"value": value})

    assert answers(tree, duckdb, PEOPLE) == expected


def test_what_is_not_sealed_yet_is_missing(duckdb: Backend) -> None:
    rule = parse({"trait": "faith", "is": "not_empty"}, WORDS)
    plain = {"faith": "Zen", "allergies": ["Latex"]}
    rows = ibis.memtable(pa.table({"other": [as_json(plain)]}))

    assert not rule.matches(plain, 0)
    assert duckdb.to_pyarrow(rows.filter(rule.compile(rows, 0))).num_rows == 0


@pytest.mark.parametrize(
    ("trait", "code", "value"),
    [("faith", "contains", "ze"), ("points", "at_least", 7), ("diagnosed_on", "before", "2026-01-01")],
)
def test_order_and_parts_of_sealed_values_cannot_be_asked_for(trait: str, code: str, value: Any) -> None:
    with pytest.raises(RuleInvalid, match="can be asked with these operators"):
        parse({"trait": trait, "is": code, "value": value}, WORDS)


@pytest.mark.parametrize(
    ("trait", "value"), [("diet", "carnivore"), ("points", "many"), ("pregnant", "perhaps"), ("diagnosed_on", "soon")]
)
def test_values_are_read_as_the_field_has_them(trait: str, value: Any) -> None:
    with pytest.raises(RuleInvalid):
        parse({"trait": trait, "is": "equals", "value": value}, WORDS)


def test_rule_is_said_and_kept_as_it_was_written() -> None:
    tree = {"trait": "faith", "is": "equals", "value": "Zen"}
    rule = parse(tree, WORDS)

    assert rule.tree == tree
    assert sentence(rule) == "Faith is Zen"


@pytest.mark.django_db
def test_who_does_not_see_a_special_field_whole_cannot_ask_about_it() -> None:
    said = Said({"en": "Faith"}, sensitivity=Sensitivity.SPECIAL)
    declare_field(Type.TEXT, said, actor="owner")
    words = vocabulary(mask=Mask(special=Shown.MASKED))

    with pytest.raises(RuleInvalid):
        parse({"trait": "faith", "is": "equals", "value": "Zen"}, words)
