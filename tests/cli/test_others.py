"""Sources, staff, the lake, check, bench and manage."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test.utils import override_settings
from typer.testing import Result

from regulars.base.staff.services import authenticate_key
from regulars.cli.demo import how_to_get_in, make_owner
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.queries import sources
from regulars.unify.facts.services import take
from regulars.unify.identity.models import Redirect
from regulars.unify.road import Road
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]


def test_source_create_prints_id_name_and_write_key(ask: Ask) -> None:
    made = ask("source", "create", "ร้านกลาง", "--kind", "till", "--region", "th", "--namespace", "brand")

    row = sources().get(pk=made["id"])
    assert list(made) == ["id", "name", "write_key"]
    assert (row.name, row.kind, row.region, row.namespace) == ("ร้านกลาง", "till", "TH", "brand")
    assert made["write_key"] == row.write_key


def test_source_list_shows_them_all(ask: Ask) -> None:
    ask("source", "create", "One")
    ask("source", "create", "Two", "--kind", "browser")

    assert [(one["name"], one["kind"]) for one in ask("source", "list")] == [("One", "server"), ("Two", "browser")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("One",), 1, "A source of this name exists"),
        (("Two", "--kind", "shopkeeper"), 2, "choose one of server, till"),
        (("Two", "--region", "Thailand"), 1, "at most 2 characters"),
        ((), 2, "Missing argument"),
    ],
)
def test_source_create_refuses_in_words(regulars: Regulars, arguments: tuple[str, ...], code: int, words: str) -> None:
    regulars("source", "create", "One")

    result = regulars("source", "create", *arguments)

    assert result.exit_code == code
    assert words in " ".join(result.stderr.replace("│", " ").split())


def test_staff_are_made_listed_and_get_keys(ask: Ask, regulars: Regulars) -> None:
    made = ask("staff", "create", "Noi@Shop.example", "--name", "Noi", "--owner")
    key = ask("staff", "key", "create", "importer", "--scope", "customers:read")

    assert made["owner"] is True
    assert [one["email"] for one in ask("staff", "list")] == ["noi@shop.example"]
    assert key["secret"].startswith("rk_")
    assert [(one["name"], one["scopes"]) for one in ask("staff", "key", "list")] == [("importer", ["customers:read"])]
    assert regulars("staff", "create", "nonsense").exit_code == 1


def test_keys_are_revoked_from_the_shell(ask: Ask, regulars: Regulars) -> None:
    key = ask("staff", "key", "create", "importer", "--scope", "customers:read")

    revoked = ask("staff", "key", "revoke", str(key["id"]))

    assert revoked["revoked_at"] is not None
    assert authenticate_key(key["secret"]) is None
    assert regulars("staff", "key", "revoke", "99").exit_code == 1
    assert regulars("staff", "key", "create", "importer", "--scope", "everything").exit_code == 1


def test_a_forgotten_password_is_replaced(ask: Ask, regulars: Regulars) -> None:
    ask("staff", "create", "noi@shop.example")

    made = ask("staff", "password", "NOI@shop.example")

    assert authenticate(email="noi@shop.example", password=made["password"]) is not None
    assert regulars("staff", "password", "nobody@shop.example").exit_code == 1


def test_the_demo_makes_an_owner_once() -> None:
    first, second = make_owner(), make_owner()

    assert authenticate(email=str(first["email"]), password=str(first["password"])) is not None
    assert second == {"email": "owner@regulars.example", "password": None}
    assert str(first["password"]) in how_to_get_in(first, "127.0.0.1", 8000, is_served=True)
    assert "regulars staff password owner@regulars.example" in how_to_get_in(second, "::1", 80, is_served=False)


@pytest.fixture
def events(data_folder: Path) -> None:
    tell(
        source(SourceKind.TILL),
        said(Kind.TRACK, "1", ("member_card", "C1"), event="Order Completed", order_id="o1", total="1.25"),
        said(Kind.IDENTIFY, "2", ("member_card", "C1"), ("email", "e@shop.example")),
    )


def test_lake_sql_answers_with_columns_by_name(ask: Ask, events: None) -> None:
    asked = "SELECT o.order_id, o.total, r.root FROM orders o, redirects r"

    assert ask("lake", "sql", asked) == [{"order_id": "o1", "total": "1.2500", "root": 1}]


@pytest.mark.parametrize(
    "text", ["DROP TABLE events", "SELECT 1; SELECT 2", "SELECT * FROM read_csv('/etc/passwd')", "SELECT nothing", ""]
)
def test_lake_sql_refuses_all_but_a_select_over_the_lake(regulars: Regulars, events: None, text: str) -> None:
    result = regulars("lake", "sql", text)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr


def test_lake_status_and_compact_count_files(ask: Ask, events: None) -> None:
    tell(source(SourceKind.SHOP), said(Kind.TRACK, "3", ("member_card", "C1"), event="Visited"))

    before = {one["name"]: one for one in ask("lake", "status")}
    compacted = ask("lake", "compact")
    after = {one["name"]: one for one in ask("lake", "status")}

    assert before["events"]["files"] == 2
    assert "events" in [one["table"] for one in compacted["compacted"]]
    assert (after["events"]["files"], after["events"]["rows"]) == (1, 2)


def test_lake_rebuild_makes_people_and_orders_anew(ask: Ask, events: None) -> None:
    before = ask("customer", "show", "C1"), ask("lake", "sql", "SELECT * EXCLUDE (position) FROM orders")
    Redirect.objects.all().delete()
    broken = ask("customer", "show", "C1")

    rebuilt = ask("lake", "rebuild")

    assert rebuilt == {"identifiers": 2}
    assert broken["identifiers"] != before[0]["identifiers"]
    assert (ask("customer", "show", "C1"), ask("lake", "sql", "SELECT * EXCLUDE (position) FROM orders")) == before
    assert ask("lake", "sql", "SELECT customer_key, root FROM redirects") == [{"customer_key": 2, "root": 1}]


@pytest.mark.parametrize("verb", ["rebuild", "compact"])
def test_the_lake_is_left_alone_while_a_road_runs(regulars: Regulars, verb: str) -> None:
    with Road():
        result = regulars("lake", verb)

    assert result.exit_code == 1
    assert "Another process writes to this lake" in result.stderr


def test_check_is_content_with_a_new_data_folder(ask: Ask) -> None:
    checked = ask("check")

    assert checked["ok"] is True
    assert [one["subject"] for one in checked["findings"]] == [
        *("Data folder", "Database default", "Database inbox"),
        *("Disk", "Processes", "Inbox", "Lake", "Jobs", "Audit trail", "Refused", "Imports", "Mail"),
    ]


def test_check_finds_facts_that_nobody_files(regulars: Regulars) -> None:
    take([said(Kind.IDENTIFY, "1", ("user_id", "u"))], source=source(SourceKind.SHOP).pk)

    result = regulars("check")

    assert result.exit_code == 1
    assert "PROBLEM  Inbox: 1 fact waits, and no road runs. Start `regulars serve`." in result.stdout


def test_check_finds_a_full_disk(regulars: Regulars, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.jobs.readiness.LEAST_FREE_BYTES", 10**18)

    result = regulars("check")

    assert result.exit_code == 1
    assert "PROBLEM  Disk" in result.stdout


def test_check_finds_a_lake_that_cannot_be_read(regulars: Regulars, tmp_path: Path) -> None:
    torn = tmp_path / "torn" / "events" / "_delta_log"
    torn.mkdir(parents=True)
    (torn / f"{0:020}.json").write_text("{nonsense")

    with override_settings(LAKE_URL=str(tmp_path / "torn")):
        result = regulars("check")

    assert result.exit_code == 1
    assert "PROBLEM  Lake: It cannot be read" in result.stdout


def test_bench_lists_its_names(regulars: Regulars) -> None:
    result = regulars("bench", "nonsense")

    assert result.exit_code == 1
    assert "intake" in result.stderr


def test_without_a_command_the_help_is_printed(regulars: Regulars) -> None:
    assert "customer" in regulars().output
    assert regulars("--help").exit_code == 0
    assert regulars("nonsense").exit_code == 2
