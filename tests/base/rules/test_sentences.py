"""Rules in words."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given

from regulars.base.rules import parse, sentence, vocabulary
from regulars.base.rules.operators import ALL
from regulars.base.rules.sentences import SENTENCES
from tests.base.rules import samples
from tests.base.rules.test_parsing import on

WORDS = vocabulary(zone=ZoneInfo("Asia/Bangkok"))

CITY = on("city", "one_of", ["Bangkok", "Chiang Mai"])
YOUNG = on("age", "less_than", 1800)


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (CITY, "City is one of Bangkok, Chiang Mai"),
        (YOUNG, "Age is less than 1,800"),
        (on("first_name", "equals", "{0}%s"), "First name is {0}%s"),
        (on("age", "between", [18, 30]), "Age is from 18 to 30"),
        (on("birthday", "on", "2569-11-19"), "Birthday is on 19 Nov 2026"),
        (on("birthday", "between", ["1990-01-01", "1999-12-31"]), "Birthday is from 1 Jan 1990 to 31 Dec 1999"),
        (on("birthday", "anniversary_within_next", 7), "The anniversary of Birthday is within the next 7 days"),
        (on("birthday", "month_is", [2, 5]), "Birthday is in one of these months of any year: 2, 5"),
        (on("created_at", "within_last", 1, unit="months"), "Customer since is within the last 1 month"),
        (on("created_at", "after", "2026-01-31T18:00+07:00"), "Customer since is after 31 Jan 2026, 18:00"),
        (on("interests", "has_none", ["tea"]), "Interests is known and has none of tea"),
        (on("vip", "equals", True), "vip is yes"),
        ({"not": on("email", "empty")}, "E-mail address is known"),
        ({"not": CITY}, "it is not so that City is one of Bangkok, Chiang Mai"),
        ({"all": [CITY]}, "City is one of Bangkok, Chiang Mai"),
        (
            {"all": [on("city", "equals", "Pai"), {"any": [YOUNG, on("email", "not_empty")]}, on("phone", "empty")]},
            "City is Pai and (Age is less than 1,800 or E-mail address is known) and Phone number is not known",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(tree: dict[str, Any], words: str) -> None:
    with timezone.override("Asia/Bangkok"):
        assert sentence(parse(tree, WORDS)) == words


@given(tree=samples.rules)
def test_every_rule_has_a_sentence(tree: dict[str, Any]) -> None:
    words = sentence(parse(tree, vocabulary(samples.FIELDS, ZoneInfo("UTC"))))

    assert words != ""


def test_every_operator_has_a_sentence() -> None:
    assert {operator.code for operator in ALL} == set(SENTENCES)
