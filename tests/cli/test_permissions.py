"""--as acts as a colleague: with their permissions, and with what they see."""

from collections.abc import Callable
from typing import Any

import pytest
from typer.main import get_command

from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.staff.roles import EVERY_PERMISSION
from regulars.cli.app import app
from regulars.cli.command import Command
from regulars.unify.customers.owners import assign
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import key, said, same, source, tell

pytestmark = pytest.mark.django_db(transaction=True)

FOR_ALL = {"demo"}


@pytest.fixture
def people(data_folder: object) -> None:
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "som"), ("email", "som@shop.example"), name="Som Jai", age=34),
        said(Kind.IDENTIFY, "2", ("user_id", "lek"), name="Lek"),
    )


def colleague(role: Role, **more: Any) -> str:
    return User.objects.create_user(f"{role}@shop.example", role=role, **more).email


def commands(command: Any, name: str = "") -> dict[str, Any]:
    inner = getattr(command, "commands", None)
    if inner is None:
        return {name.strip(): command}
    return {full: one for verb, each in inner.items() for full, one in commands(each, f"{name} {verb}").items()}


def test_every_command_on_the_databases_names_a_permission() -> None:
    found = {name: one for name, one in commands(get_command(app)).items() if isinstance(one, Command)}

    assert {name for name, one in found.items() if one.permission not in EVERY_PERMISSION} == FOR_ALL


@pytest.mark.parametrize(
    "arguments",
    [
        ("customer", "merge", "1", "3"),
        ("customer", "edit", "1", "city=Pai"),
        ("customer", "part", "2"),
        ("erase", "1", "--yes"),
        ("staff", "create", "x@shop.example"),
        ("lake", "sql", "select 1"),
    ],
)
def test_a_viewer_changes_nothing(regulars: Callable[..., Any], people: None, arguments: tuple[str, ...]) -> None:
    result = regulars(*arguments, "--as", colleague(Role.VIEWER))

    assert result.exit_code == 1
    assert "lacks the permission" in result.stderr
    assert not same("som", "lek")


def test_a_colleague_finds_and_shows_what_their_role_sees(ask: Callable[..., Any], people: None) -> None:
    analyst = colleague(Role.ANALYST)

    shown = ask("customer", "show", "1", "--as", analyst)

    assert (shown["name"], shown["traits"]["age"]) == ("S••• J•••", 34)
    assert [one["value"] for one in shown["identifiers"]] == ["s•••", "s•••@shop.example"]
    assert ask("customer", "find", "som@shop.example", "--as", analyst) == []


def test_a_value_that_is_not_seen_names_nobody(regulars: Callable[..., Any], people: None) -> None:
    analyst = colleague(Role.ANALYST)

    refused = regulars("customer", "show", "--email", "som@shop.example", "--as", analyst)
    unknown = regulars("customer", "show", "--email", "xyz@shop.example", "--as", analyst)

    assert refused.exit_code == unknown.exit_code == 1
    assert refused.stderr.replace("som@", "xyz@") == unknown.stderr


def test_what_is_not_seen_whole_is_not_corrected(regulars: Callable[..., Any], people: None) -> None:
    result = regulars("customer", "edit", "1", "age=35", "--as", colleague(Role.SALES))

    assert result.exit_code == 1
    assert "does not see “Age” in full" in result.stderr


def test_nobody_out_of_reach_is_shown_or_merged(regulars: Callable[..., Any], people: None) -> None:
    service = colleague(Role.SERVICE, reach=Reach.OWN)
    assign([key("lek")], User.objects.get(email=service).pk, actor="owner")

    shown, merged, undone = (
        regulars("customer", *arguments, "--as", service)
        for arguments in (("show", "1"), ("merge", "lek", "som"), ("undo", "1", "--preview"))
    )

    assert [one.exit_code for one in (shown, merged, undone)] == [1, 1, 1]
    assert "Nobody has the identifier “1”" in shown.stderr
    assert "There is no link" in undone.stderr
    assert regulars("customer", "show", "lek", "--as", service).exit_code == 0
