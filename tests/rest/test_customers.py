"""Customers over REST, with a real road behind it."""

import json
from urllib.parse import quote

import pytest

from regulars.base.audit.queries import entries, subjects, texts
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.queries import sources
from tests.rest.conftest import Program
from tests.unify.telling import key, said, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]


def named(page: dict) -> list[str]:
    return [row["name"] for row in page["data"]]


def test_a_customer_is_shown_with_all_that_is_known_and_where_from(program: Program) -> None:
    som = key("email/som@example.com")

    shown = program.get(f"/customers/{som}")

    assert shown["traits"] == {"city": "Bangkok", "email": "som@example.com", "first_name": "Som"}
    assert shown["provenance"]["city"]["source"] == "Server"
    assert [(one["type"], one["value"]) for one in shown["identifiers"]] == [
        ("user_id", "som"),
        ("email", "som@example.com"),
    ]
    assert [(link["accepted"], link["from"]["value"]) for link in shown["links"]] == [(True, "som")]
    assert [group["value"] for group in shown["groups"]] == ["acme"]


def test_scripts_are_written_plainly(program: Program) -> None:
    tell(sources().get(name="Server"), said(Kind.IDENTIFY, "thai", ("user_id", "thai"), first_name="สมชาย"))

    response = program.send("GET", f"/customers/{key('user_id/thai')}")

    assert "สมชาย" in response.content.decode()


def test_any_key_of_a_customer_leads_to_the_one_that_stands_for_all(program: Program) -> None:
    by_email = program.get(f"/customers/{key('email/som@example.com')}")

    assert by_email["key"] == str(key("user_id/som"))


def test_seeing_a_customer_is_audited_with_keys_and_field_names(program: Program) -> None:
    shown = program.get(f"/customers/{key('user_id/som')}")

    (entry,) = entries(action="customer.show")
    assert (entry.actor, entry.fields) == (f"key:{program.key}", ["city", "email", "first_name"])
    assert subjects([entry.pk]) == {entry.pk: [int(shown["key"])]}


def test_a_group_is_no_customer_and_a_customer_no_group(program: Program) -> None:
    som, acme = key("user_id/som"), key("company/acme")

    answers = [program.get(f"/customers/{acme}", 404), program.get(f"/groups/{som}", 404)]

    assert [answer["type"] for answer in answers] == ["urn:regulars:problem:customer-unknown"] * 2


def test_a_customer_is_found_by_an_identifier_in_any_spelling(program: Program) -> None:
    shown = program.get("/customers/by/email/SOM@Example.com")

    assert shown["traits"]["first_name"] == "Som"


def test_an_identifier_of_nobody_is_not_found(program: Program) -> None:
    answer = program.get("/customers/by/email/nobody@example.com", 404)

    assert answer["type"] == "urn:regulars:problem:nobody-found"


def test_an_identifier_of_several_says_which(program: Program) -> None:
    other = sources()[0]
    tell(other, said(Kind.IDENTIFY, "i9", ("line", "tea"), first_name="Nok"))
    other.namespace = "elsewhere"
    other.save()
    tell(other, said(Kind.IDENTIFY, "i10", ("line", "tea"), first_name="Ying"))

    answer = program.get("/customers/by/line/tea", 409)

    assert answer["type"] == "urn:regulars:problem:several-found"


def test_the_list_is_newest_first_page_by_page(program: Program) -> None:
    first = program.get("/customers?limit=1")
    second = program.get(f"/customers?limit=1&cursor={first['next']}")

    assert (named(first), named(second), second["next"]) == (["Lek"], ["Som"], None)


def test_the_list_answers_a_rule(program: Program) -> None:
    rule = json.dumps({"all": [{"trait": "city", "is": "one_of", "value": ["Bangkok"]}]})

    page = program.get(f"/customers?rule={quote(rule)}")

    assert named(page) == ["Som"]
    (entry,) = entries(action="customer.list")
    assert texts([entry.pk]) == {entry.pk: rule}


def test_a_rule_that_is_wrong_says_where(program: Program) -> None:
    rule = json.dumps({"all": [{"trait": "city", "is": "near", "value": ["Bangkok"]}]})

    answer = program.get(f"/customers?rule={quote(rule)}", 422)

    assert answer["type"] == "urn:regulars:problem:rule-invalid"
    assert answer["errors"][0]["pointer"].startswith("#/all/0")


def test_the_list_is_sorted_by_name(program: Program) -> None:
    assert named(program.get("/customers?sort=name")) == ["Lek", "Som"]
    assert program.get("/customers?sort=shoe_size", 422)["type"] == "urn:regulars:problem:sort-unknown"


def test_the_list_searches(program: Program) -> None:
    assert named(program.get("/customers?search=so")) == ["Som"]
    assert [texts([entry.pk])[entry.pk] for entry in entries(action="customer.list")] == ["so"]


def test_the_list_finds_an_exact_identifier(program: Program) -> None:
    assert named(program.get("/customers?identifier=lek@example.com")) == ["Lek"]
    assert program.get("/customers?identifier=lek@example.com&search=lek", 422)["title"] == "Filter invalid"


def test_a_cursor_of_another_list_is_refused(program: Program) -> None:
    cursor = program.get("/customers?limit=1")["next"]

    answers = [
        program.get(f"/customers?limit=1&sort=name&cursor={cursor}", 400),
        program.get(f"/events?cursor={cursor}", 400),
        program.get("/events?cursor=made-up", 400),
    ]

    assert {answer["type"] for answer in answers} == {"urn:regulars:problem:cursor-invalid"}


def test_the_timeline_is_newest_first_page_by_page(program: Program) -> None:
    som = key("user_id/som")

    first = program.get(f"/customers/{som}/timeline?limit=1")
    second = program.get(f"/customers/{som}/timeline?limit=2&cursor={first['next']}")

    assert [one["event"] for one in first["data"]] == ["Order Completed"]
    assert [(one["event"], one["properties"]) for one in second["data"]] == [("Page Seen", {"page": "/tea"})]
    assert second["next"] is None


def test_why_two_are_one_or_are_not(program: Program) -> None:
    som, email, lek = key("user_id/som"), key("email/som@example.com"), key("user_id/lek")

    tied, apart = program.get(f"/customers/{som}/why/{email}"), program.get(f"/customers/{som}/why/{lek}")

    assert (tied["one"], [step["words"] for step in tied["path"]]) == (True, ["the same facts name both"])
    assert apart == {"one": False, "path": [], "refused": [], "apart": []}
