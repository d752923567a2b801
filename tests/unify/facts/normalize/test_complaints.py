"""What is said of a value that does not fit: what to write instead."""

from typing import Any

import pytest

from regulars.base.fields.enums import Type
from regulars.base.fields.services import Said, declare_field
from regulars.unify.facts import normalize

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("email", "mali", "Write an e-mail address, such as mali@shop.example."),
        ("phone", "12", "Write a phone number with + and the country, such as +66 81 234 5678."),
        ("birthday", "soon", "Write a day with its year, month and day, the year first."),
        ("age", "old", "Write a whole number."),
        ("age", 200, "Write a number from 0 to 130."),
        ("gender", "f?", "Choose one of these: Female, Male, Other."),
        ("city", {"a": 1}, "Write a text."),
        ("nickname", "x" * 501, "Write at most 500 characters."),
        ("size", 60, "Write a number of at most 50."),
        ("points", -1, "Write a number from 0 on."),
        ("card", "AB1234", "Write it in the shape AA-9999: 9 stands for a digit, A for a letter."),
        ("loyal", "perhaps", "Write yes or no."),
    ],
)
def test_complaint_says_what_to_write(trait: str, value: Any, words: str) -> None:
    declare_field(Type.INTEGER, Said({"en": "Size"}, validation={"maximum": 50}), actor="owner")
    declare_field(Type.INTEGER, Said({"en": "Points"}, validation={"minimum": 0}), actor="owner")
    declare_field(Type.TEXT, Said({"en": "Card"}, validation={"shape": "AA-9999"}), actor="owner")
    declare_field(Type.BOOLEAN, Said({"en": "Loyal"}), actor="owner")

    _, ((name, doubt),) = normalize.traits({trait: value}, None)

    assert (name, normalize.complaint(name, doubt)) == (trait, words)


def test_what_fits_raises_no_doubt() -> None:
    declare_field(Type.TEXT, Said({"en": "Card"}, validation={"shape": "AA-9999"}), actor="owner")
    declare_field(Type.INTEGER, Said({"en": "Shoe size"}), actor="owner")

    found, problems = normalize.traits({"card": "AB-1234", "shoeSize": "۴۲"}, None)

    assert (found, problems) == ({"card": "AB-1234", "shoe_size": 42}, [])
