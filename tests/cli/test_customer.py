"""`regulars customer` and `regulars erase`: what is printed, and what is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

from regulars.base.audit.models import AuditEntry
from regulars.base.audit.queries import texts
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("people")]

Ask = Callable[..., Any]
Regulars = Callable[..., Result]


@pytest.fixture
def people(data_folder: object) -> None:
    """Somchai, who bought at the till with his card and phone; and Malee, who has the same phone."""
    server, till = source(SourceKind.SERVER), source(SourceKind.TILL)
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "som"), name="สมชาย ใจดี", email="som@shop.example", phone="0812345678"),
        said(Kind.IDENTIFY, "2", ("user_id", "malee"), name="Malee", phone="0812345678"),
        said(Kind.GROUP, "3", ("user_id", "som"), group="ACME", industry="Food"),
    )
    tell(
        till,
        said(
            Kind.TRACK, "1", ("member_card", "C1"), ("email", "som@shop.example"),
            event="Order Completed", order_id="o1", total="12.50", currency="THB",
        ),
    )  # fmt: skip


def test_find_lists_customers_and_is_audited(ask: Ask) -> None:
    found = ask("customer", "find", "๐๘๑๒๓๔๕๖๗๘")

    entry = AuditEntry.objects.get(action="customer.find")
    assert [(one["key"], one["name"], one["matched"]) for one in found] == [("1", "สมชาย ใจดี", ["phone/+66812345678"])]
    assert texts([entry.id]) == {entry.id: "๐๘๑๒๓๔๕๖๗๘"}


def test_find_of_nobody_is_an_empty_list(ask: Ask) -> None:
    assert ask("customer", "find", "nobody") == []


@pytest.mark.parametrize(
    "who", [("1",), ("som",), ("user_id/som",), ("--email", "SOM@shop.example"), ("--phone", "081 234 5678")]
)
def test_show_prints_everything_known(ask: Ask, who: tuple[str, ...]) -> None:
    shown = ask("customer", "show", *who)

    assert list(shown) == [
        *("key", "root", "kind", "name", "traits", "provenance", "identifiers", "links", "decisions"),
        *("groups", "members", "keys", "left_out", "orders", "timeline"),
    ]
    assert (shown["root"], shown["name"]) == ("1", "สมชาย ใจดี")
    assert [one["value"] for one in shown["identifiers"]] == ["som", "C1", "som@shop.example", "+66812345678"]
    assert shown["provenance"]["name"]["source"] == "Server"
    assert [(one["order_id"], one["total"], one["currency"]) for one in shown["orders"]] == [("o1", "12.5000", "THB")]
    assert [(one["event"], one["source"]) for one in shown["timeline"]] == [("Order Completed", "Till")]
    assert [(one["value"], one["traits"]) for one in shown["groups"]] == [("ACME", {"industry": "Food"})]
    refused = [one for one in shown["links"] if not one["accepted"]]
    assert [(one["from"]["value"], one["reason"]) for one in refused] == [("malee", "limit:user_id")]


def test_show_prints_tables_for_people(regulars: Regulars) -> None:
    printed = regulars("customer", "show", "som").stdout

    assert printed.startswith("สมชาย ใจดี (key 1)\n")
    assert "one person cannot have more values of this kind: Account" in printed
    assert "12.50" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "4711"), 1, "Nobody has the identifier “4711”"),
        (("show", "--email", "not there"), 1, "Nobody has"),
        (("show",), 2, "give a key, --email or --phone"),
        (("show", "1", "--email", "x@y.z"), 2, "only one of them"),
        (("merge", "som", "C1"), 1, "one customer already"),
        (("merge", "som", "nobody"), 1, "Nobody has"),
        (("merge", "som", "company/ACME"), 1, "Only people can be merged"),
        (("apart", "som", "som"), 1, "the same identifier"),
        (("undo", "4711"), 1, "no link"),
        (("undo", "d4711"), 1, "no standing decision d4711"),
        (("end", "0812345678", "--at", "tomorrow"), 2, "2026-03-01"),
        (("end", "0812345678", "--at", "2999-01-01"), 1, "between the year 2000 and now"),
        (("edit", "som", "city"), 2, "field=value"),
        (("edit", "som", "email=nonsense"), 1, "“email”"),
        (("find",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_says_why(regulars: Regulars, arguments: tuple[str, ...], code: int, words: str) -> None:
    result = regulars("customer", *arguments)

    assert result.exit_code == code
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


def test_merge_why_and_undo_go_round(ask: Ask) -> None:
    apart = ask("customer", "why", "som", "malee")
    merged = ask("customer", "merge", "som", "malee")
    together = ask("customer", "why", "som", "malee")
    ask("customer", "undo", merged["undo"])

    assert (apart["one"], [one["reason"] for one in apart["refused"]]) == (False, ["limit:user_id"])
    assert merged == {"position": 5, "undo": "d5", "root": "1", "limits_passed": ["user_id"]}
    assert (together["one"], [step["kind"] for step in together["path"]]) == (True, ["join"])
    assert ask("customer", "why", "som", "malee") == apart


def test_a_merge_that_passes_a_limit_says_so(regulars: Regulars) -> None:
    result = regulars("customer", "merge", "som", "malee")

    assert "more values of user_id than one person is allowed" in result.stderr
    assert "regulars customer undo d5" in result.stdout


def test_apart_holds_against_a_merge(ask: Ask, regulars: Regulars) -> None:
    kept = ask("customer", "apart", "som", "malee")

    result = regulars("customer", "merge", "som", "malee")

    assert kept == {"position": 5, "undo": "d5", "roots": ["1", "4"]}
    assert result.exit_code == 1
    assert "Undo d5 first" in result.stderr


def test_undo_of_a_link_is_previewed_and_warns(ask: Ask) -> None:
    links = ask("customer", "show", "som")["links"]
    link = next(str(one["id"]) for one in links if one["to"]["type"] == "email" and one["from"]["type"] == "user_id")

    preview = ask("customer", "undo", link, "--preview")
    undone = ask("customer", "undo", link)

    parted = [[each["value"] for each in person["identifiers"]] for person in preview["changes"]]
    assert parted == [["som", "+66812345678"], ["C1", "som@shop.example"]]
    assert preview["comes_back"] is True
    assert [note.split(",")[0] for note in undone["notes"]] == ["A live source says this"]
    assert ask("customer", "why", "som", "C1")["one"] is False


def test_values_are_ended_blocked_and_parted(ask: Ask) -> None:
    ended = ask("customer", "end", "phone/0812345678", "--at", "2026-01-01")
    blocked = ask("customer", "block", "som@shop.example")
    parted = ask("customer", "part", "C1")

    shown = ask("customer", "show", "som")
    assert [one["undo"] for one in (ended, blocked, parted)] == ["d5", "d6", "d7"]
    assert [one["value"] for one in shown["identifiers"]] == ["som", "+66812345678"]
    assert shown["identifiers"][1]["ended_at"] == "2026-01-01T00:00:00Z"
    assert [one["kind"] for one in shown["decisions"]] == ["end"]


def test_a_value_on_many_people_raises_an_alarm(ask: Ask) -> None:
    tell(
        source(SourceKind.SHOP),
        *(said(Kind.IDENTIFY, str(n), ("user_id", f"u{n}"), ("phone", "021234567")) for n in range(20)),
    )

    (alarm,) = ask("customer", "alarms")

    assert (alarm["identifier"]["value"], alarm["people"], alarm["decided"]) == ("+6621234567", 20, ["quarantine"])


def test_edit_corrects_and_takes_away(ask: Ask) -> None:
    edited = ask("customer", "edit", "som", "name=Somchai", "city=ปาย", "phone=")

    assert edited["traits"] == {"name": "Somchai", "city": "ปาย", "email": "som@shop.example"}


def test_erase_forgets_and_says_what_stays(ask: Ask, regulars: Regulars) -> None:
    erased = ask("erase", "som")

    assert [one["value"] for one in erased["erased"]] == ["som", "som@shop.example", "C1"]
    assert [one["value"] for one in erased["kept"]] == ["+66812345678"]
    assert ask("customer", "find", "som@shop.example") == []
    assert regulars("erase", "som").exit_code == 1


def test_decisions_name_the_colleague(ask: Ask, regulars: Regulars) -> None:
    ask("staff", "create", "noi@shop.example", "--name", "Noi", "--owner")
    ask("--as", "noi@shop.example", "customer", "merge", "som", "malee")
    ask("customer", "show", "som", "--as", "noi@shop.example")

    refused = regulars("customer", "show", "som", "--as", "stranger@shop.example")

    actors = AuditEntry.objects.filter(action__in=["customer.merge", "customer.show"]).values_list("actor", flat=True)
    assert len(set(actors)) == 1
    assert next(iter(actors)).startswith("user:")
    assert refused.exit_code == 1
    assert "no active user" in refused.stderr


def test_text_that_looks_like_markup_is_printed_as_it_is(regulars: Regulars, ask: Ask) -> None:
    tell(source(SourceKind.SHOP), said(Kind.IDENTIFY, "x", ("user_id", "x"), name="[red]Bobby[/red]"))

    assert "[red]Bobby[/red]" in regulars("customer", "find", "x").stdout
    assert json.dumps(ask("customer", "find", "x")).count("[red]") == 1
