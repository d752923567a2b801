"""Filters: what forms hold becomes conditions that a rule understands, for every operator of every kind."""

from typing import Any

import pytest

from regulars.base.fields.queries import fields
from regulars.base.rules import parse, vocabulary
from regulars.base.rules.operators import Takes
from regulars.unify.customers import filters

TYPED = {
    "text": "Pai",
    "number": "3",
    "date": "2026-03-01",
}


def offered() -> list[tuple[str, str]]:
    """Every field with every operator that the page offers for it."""
    return [
        (field.name, code)
        for field in fields()
        for code, _ in (filters.adding(field.name, "") or pytest.fail(field.name)).operators
    ]


def values_for(form: filters.Adding) -> list[str]:
    """What somebody would type or choose in a form."""
    if form.takes == Takes.NOTHING.value:
        return []
    if form.choices:
        return [form.choices[0][0]]
    typed = "7" if form.name in {"age", "children", "employee_count"} else TYPED[form.input]
    return [typed, typed] if form.takes == Takes.TWO.value else [typed]


@pytest.mark.parametrize(("name", "code"), offered())
def test_every_form_that_is_offered_makes_a_rule(name: str, code: str) -> None:
    form = filters.adding(name, code)
    assert form is not None

    condition = filters.condition(name, code, values_for(form), "days")

    rule = parse(condition, vocabulary())
    (chip,) = filters.chips(rule)
    assert form.operator == code
    assert [("{" in piece.text, piece.without) for piece in chip.pieces] == [(False, "")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Pai, Trat", ["Pai", "Trat"]),
        ("تهران، شیراز", ["تهران", "شیراز"]),
        ("北京,上海、广州", ["北京", "上海", "广州"]),
    ],
)
def test_lists_are_typed_with_the_commas_of_each_script(typed: str, expected: list[str]) -> None:
    condition = filters.condition("city", "one_of", [typed], "")

    assert condition == {"trait": "city", "is": "one_of", "value": expected}


def test_numbers_are_typed_in_the_digits_of_each_script() -> None:
    conditions = [filters.condition("children", "at_least", [typed], "")["value"] for typed in ("2", "۲", "๒")]

    assert conditions == [2, 2, 2]


@pytest.mark.parametrize(
    "tree",
    [
        {"trait": "city", "is": "equals", "value": "Pai"},
        {"any": [{"trait": "city", "is": "equals", "value": "Pai"}, {"not": {"trait": "email", "is": "empty"}}]},
        {"all": [{"trait": "city", "is": "equals", "value": "Pai"}, {"trait": "gender", "is": "not_empty"}]},
    ],
)
def test_a_rule_comes_back_from_its_address(tree: dict[str, Any]) -> None:
    rule = filters.read_rule(filters.as_text(tree))

    assert rule is not None
    assert rule.tree == tree
