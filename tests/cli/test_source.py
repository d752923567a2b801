"""`regulars source`: switch sources, rotate keys, read and set tracking plans."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]
PLAN = {"events": {"Tea": {"properties": {"size": {"type": "integer"}}}}, "other_events": False}


def test_a_source_is_switched_by_name_or_id(ask: Ask) -> None:
    made = ask("source", "create", "Till")

    assert ask("source", "disable", "Till")["is_enabled"] is False
    assert ask("source", "enable", str(made["id"]))["is_enabled"] is True


def test_a_key_is_rotated(ask: Ask) -> None:
    made = ask("source", "create", "Till")

    assert ask("source", "rotate", "Till", "--at-once")["write_key"] not in {made["write_key"], ""}


def test_a_plan_is_set_shown_and_lifted(ask: Ask, tmp_path: Path) -> None:
    ask("source", "create", "Till")
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(PLAN))

    made = ask("source", "plan", "Till", "--set", str(file))

    assert made == {"version": 1, "plan": PLAN, "violations": []}
    assert ask("source", "plan", "Till") == made
    assert ask("source", "plan", "Till", "--lift") == {"version": None, "plan": None, "violations": []}


def test_a_plan_is_proposed_from_what_arrived(ask: Ask) -> None:
    teller = source(SourceKind.TILL)
    tell(teller, said(Kind.TRACK, "m1", ("user_id", "u"), event="Tea", size=3))

    proposed = ask("source", "plan", str(teller.pk), "--propose")

    assert proposed["events"] == {"Tea": {"properties": {"size": {"type": "integer"}}}}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("rotate", "Nobody"), 1, "This source does not exist"),
        (("plan", "Till", "--propose"), 1, "Nothing has arrived"),
        (("plan", "Till", "--propose", "--lift"), 2, "choose one of --set"),
        (("plan", "Till", "--set", "{file}"), 1, "/evnts: This word is not known here"),
        (("plan", "Till", "--set", "{broken}"), 2, "is no JSON"),
    ],
)
def test_refusals_are_in_words(
    regulars: Regulars, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    regulars("source", "create", "Till")
    (tmp_path / "p.json").write_text('{"evnts": {}}')
    (tmp_path / "b.json").write_text("{")
    given = [one.format(file=tmp_path / "p.json", broken=tmp_path / "b.json") for one in arguments]

    result = regulars("source", *given)

    assert result.exit_code == code
    assert words in " ".join(result.stderr.replace("│", " ").split())
