"""The vocabulary of the trail is whole: each action that the code writes has a sentence, each sentence is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import regulars
from regulars.base.audit.errors import ActUnknown
from regulars.base.audit.services import record
from regulars.base.web import trail
from regulars.base.web.trail import Act, add_acts

SOURCE = Path(regulars.__file__).parent
WRITERS = {"record", "note", "seen", "decide", "hand_in"}
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
PLACES = re.compile(r"%\((\w+)\)s")
WITHOUT_WHO = {"user.sign_in_failed"}


def written_actions() -> Iterator[tuple[str, str]]:
    """(action, where) of every literal that is written into the trail; of an f-string, what it begins with and a *."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            for literal in literals(node):
                yield literal, f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}"


def literals(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return [text for argument in node.args[:2] for text in texts(argument)] if name in WRITERS else []
    is_action = isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "action" for one in node.targets)
    return texts(node.value) if is_action else []  # type: ignore[attr-defined]


def texts(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        return [*texts(value.body), *texts(value.orelse)]
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value):
        return [value.value]
    if isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        start = str(value.values[0].value)
        return [f"{start}*"] if CODE.match(f"{start}x") else []
    return []


def fits(action: str, written: str) -> bool:
    return action.startswith(written[:-1]) if written.endswith("*") else action == written


def test_every_action_that_is_written_has_a_sentence() -> None:
    found = dict(written_actions())

    without = {one: where for one, where in found.items() if not any(fits(act, one) for act in trail.acts)}

    assert len(found) > 50
    assert without == {}


def test_every_sentence_belongs_to_an_action_that_is_written() -> None:
    found = {one for one, _ in written_actions()}
    source = "\n".join(path.read_text() for path in sorted(SOURCE.rglob("*.py")) if path.name != "acts.py")

    unused = {act for act in trail.acts if not any(fits(act, one) for one in found) and f'"{act}"' not in source}

    assert unused == set()


@pytest.mark.parametrize("act", trail.acts.values(), ids=trail.acts)
def test_a_sentence_says_who_and_can_be_filled(act: Act) -> None:
    with override("en"):
        sentences = [
            str(act.one),
            *([] if act.many is None else [str(act.many % Kept(n=2)), str(act.many % Kept(n=1))]),
        ]

    for sentence in sentences:
        places = set(PLACES.findall(sentence))
        assert places <= {"who", "whom", "n"}
        assert bool({"who", "whom"} & places) != (act.code in WITHOUT_WHO)
        assert sentence.endswith(".")
    assert "n" not in PLACES.findall(str(act.one))
    assert act.group in trail.GROUPS


class Kept(dict[str, object]):
    """Chooses a plural's form and leaves its places."""

    def __getitem__(self, name: str) -> object:
        return Number(super().__getitem__("n")) if name == "n" else f"%({name})s"  # type: ignore[call-overload]


class Number(int):
    def __str__(self) -> str:
        return "%(n)s"


def test_groups_and_things_have_words() -> None:
    assert all(str(group.label) for group in trail.GROUPS)
    assert all("%(key)s" in str(thing.words) or thing.type == "lake" for thing in trail.things.values())


@pytest.mark.django_db
def test_an_action_without_words_is_refused_in_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.services.must_be_known", True)

    with pytest.raises(ActUnknown, match=r"ghost\.walk"):
        record("ghost.walk", actor="owner")


def test_an_action_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        add_acts(next(iter(trail.acts.values())))
