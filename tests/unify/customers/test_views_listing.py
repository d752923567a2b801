"""The list of customers in a browser: search, filters as links, order, pages, and what is audited."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.audit import queries as audit
from regulars.unify.customers import tiles
from regulars.unify.customers.views.listing import PAGE, TYPING
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from tests.unify.pages import signed_in, words
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def know(server: Source, *people: dict[str, Any]) -> None:
    """Tell of each person under a user id that counts from 1."""
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(people, 1)))


def links(response: Any, rel: str) -> list[str]:
    """The addresses of links of a relation."""
    parts = response.content.decode().split(f'rel="{rel}" href="')[1:]
    return [part.split('"')[0].replace("&amp;", "&") for part in parts]


def away(response: Any) -> list[str]:
    """Where each filter is taken away."""
    parts = response.content.decode().split('<a class="away" href="')[1:]
    return [part.split('"')[0].replace("&amp;", "&") for part in parts]


def test_a_list_shows_names_in_both_scripts_contact_city_and_orders(server: Source, mali: Client) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("user_id", "u"), name="Wang Wei", row=1), batch=7)
    bought: dict[str, Any] = {"order_id": "o1", "total": 120.5, "currency": "THB"}
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), name="王伟", phone="0812345678", city="Bangkok"),
        said(Kind.TRACK, "2", ("phone", "0812345678"), event="Order Completed", **bought),
        said(Kind.IDENTIFY, "3", ("user_id", "u"), ("phone", "0812345678")),
    )

    shown = words(mali.get("/customers/"))

    assert "王 王伟 Wang Wei +66 81 234 5678 Bangkok 1 hour ago 1 ฿120.50" in shown


def test_no_customers_yet_says_what_to_do(mali: Client) -> None:
    shown = words(mali.get("/customers/"))

    assert "No customers yet They appear here by themselves as soon as a source tells of somebody" in shown


def test_pages_lead_forward_and_back(server: Source, mali: Client) -> None:
    know(server, *({"name": f"N{n:03}"} for n in range(2 * PAGE + 3)))
    first = mali.get("/customers/")
    second = mali.get(f"/customers/{links(first, 'next')[0]}")
    third = mali.get(f"/customers/{links(second, 'next')[0]}")

    back = mali.get(f"/customers/{links(third, 'prev')[0]}")
    start = mali.get(f"/customers/{links(back, 'prev')[0]}")

    assert [words(page).count("N0") + words(page).count("N1") for page in (first, second, third)] == [PAGE, PAGE, 3]
    assert "N102" in words(first)
    assert "N000" in words(third)
    assert (words(back), words(start)) == (words(second), words(first))
    assert (links(third, "next"), links(start, "prev")) == ([], [])


def test_a_click_on_a_column_sorts_and_another_turns_round(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Arun", "city": "Trat"}, {"name": "Chai"})

    by_name = mali.get("/customers/?sort=name")
    turned = mali.get("/customers/?sort=-name")

    assert 'aria-sort="ascending"><a href="?sort=-name">Name</a>' in by_name.content.decode()
    shown = [words(page) for page in (by_name, turned)]
    assert [sorted(("Arun", "Bua", "Chai"), key=one.index) for one in shown] == [
        ["Arun", "Bua", "Chai"],
        ["Chai", "Bua", "Arun"],
    ]


def test_a_filter_is_built_from_a_form_and_is_a_link(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Arun", "city": "Trat"}, {"name": "Chai", "city": "Phuket"})
    form = mali.get("/customers/?add=city&how=one_of")

    response = mali.get("/customers/", {"trait": "city", "is": "one_of", "value": "Pai، Trat"}, follow=True)

    address = response.redirect_chain[0][0]
    assert "City is one of …" in words(form)
    assert json.loads(parse_qs(urlsplit(address).query)["rule"][0]) == {
        "all": [{"trait": "city", "is": "one_of", "value": ["Pai", "Trat"]}]
    }
    shown = words(mali.get(address))
    assert "City is one of Pai, Trat" in shown
    assert "2 of 3" in shown
    assert [name in shown for name in ("Bua", "Arun", "Chai")] == [True, True, False]


def test_filters_add_up_and_each_can_be_taken_away(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai", "gender": "female"}, {"name": "Arun", "city": "Pai"})
    rule = json.dumps({"all": [{"trait": "city", "is": "equals", "value": "Pai"}]})

    both = mali.get("/customers/", {"rule": rule, "trait": "gender", "is": "one_of", "value": ["female"]}, follow=True)
    without = away(both)

    assert [name in words(both) for name in ("Bua", "Arun")] == [True, False]
    assert len(without) == 2
    assert [name in words(mali.get(f"/customers/{without[1]}")) for name in ("Bua", "Arun")] == [True, True]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("rule=nonsense", "The filters in this address cannot be read."),
        ("rule=" + quote('{"trait": "city", "is": "eats"}'), "City can be asked with these operators"),
        ("rule=" + quote("[" * 5000), "nested too deep"),
        ("trait=birthday&is=before&value=soon", "soon"),
        ("trait=city&is=equals&value=", "Write a value to compare City with"),
        ("sort=shoe_size", "created"),
        ("cursor=nonsense", ""),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(server: Source, mali: Client, query: str, reason: str) -> None:
    response = mali.get(f"/customers/?{query}", follow=True)

    assert response.status_code == 200
    assert '<li class="error">' in response.content.decode()
    assert reason in words(response)


def test_nobody_answers_the_filters_says_what_to_do(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"})
    rule = json.dumps({"trait": "city", "is": "equals", "value": "Rome"})

    shown = words(mali.get("/customers/", {"rule": rule}))

    assert "0 of 1" in shown
    assert "Nobody answers these filters Take one away, or begin again." in shown


def test_companies_are_a_list_of_their_own(server: Source, mali: Client) -> None:
    tell(server, said(Kind.GROUP, "1", ("user_id", "u"), group="ACME", name="Acme Ltd"))

    people, companies = words(mali.get("/customers/")), words(mali.get("/customers/?kind=company"))

    assert ("Acme Ltd" in people, "Acme Ltd" in companies) == (False, True)


def test_a_search_finds_by_another_script(server: Source, mali: Client) -> None:
    know(server, {"name": "王伟"}, {"name": "สมชาย ใจดี"})

    chinese, thai, nobody = (words(mali.get("/customers/", {"q": text})) for text in ("wang wei", "somchai", "zzzz"))

    assert ("王伟" in chinese, "สมชาย" in chinese) == (True, False)
    assert ("王伟" in thai, "สมชาย" in thai) == (False, True)
    assert "No customer matches “zzzz”." in nobody


def test_suggestions_tell_people_of_one_name_apart_by_their_city(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Bua", "city": "Trang"})

    shown = words(mali.get("/customers/suggest/?q=bua", headers={"HX-Request": "true"}))

    assert ["Bua Pai name" in shown, "Bua Trang name" in shown] == [True, True]


def test_suggestions_stand_apart_by_kind_where_there_are_several(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.GROUP, "1", ("user_id", "u"), group="ACME", name="Bua Bakery"),
        said(Kind.IDENTIFY, "2", ("user_id", "u"), name="Bua"),
    )

    both, one = (words(mali.get(f"/customers/suggest/?q={text}")) for text in ("bua", "bakery"))

    shown = [text for text in ("People B Bua", "Companies B Bua Bakery") if text in both]
    assert shown == ["People B Bua", "Companies B Bua Bakery"]
    assert ["People" in one, "Companies B Bua Bakery" in one] == [False, True]


def test_somebody_without_a_name_is_called_the_same_in_lists_and_on_the_page(server: Source, mali: Client) -> None:
    know(server, {"city": "Pai"}, {"email": "arun@shop.example"})
    nameless, other = key("u1"), key("u2")

    shown, suggested = words(mali.get("/customers/")), words(mali.get("/customers/suggest/?q=u1"))
    pages = [words(mali.get(f"/customers/{root}/")) for root in (nameless, other)]

    called = f"No name yet ({nameless})"
    assert [called in text for text in (shown, suggested, pages[0])] == [True] * 3
    assert ["arun@shop.example" in text for text in (shown, pages[1])] == [True] * 2
    assert "No name yet" not in pages[1]


def test_suggestions_name_people_and_the_field_but_nothing_else_of_them(server: Source, mali: Client) -> None:
    know(server, {"name": "สมชาย ใจดี", "phone": "0812345678", "email": "chai@shop.example"})

    by_phone = mali.get("/customers/suggest/?q=5678", headers={"HX-Request": "true"})
    nobody = mali.get("/customers/suggest/?q=zzzz", headers={"HX-Request": "true"})

    assert "สมชาย ใจดี phone" in words(by_phone)
    assert f'href="/customers/{key("u1")}/"' in by_phone.content.decode()
    assert [part in by_phone.content.decode() for part in ("+66", "chai@shop")] == [False, False]
    assert "Nobody found." in words(nobody)


def test_a_submitted_search_is_audited_with_its_text_and_one_being_typed_without(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua"})
    typing = {"HX-Request": "true", "HX-Trigger": TYPING}

    mali.get("/customers/suggest/?q=bu", headers={"HX-Request": "true"})
    mali.get("/customers/?q=bu", headers=typing)
    mali.get("/customers/?q=bua")

    entries = list(audit.entries(object_type="customer"))
    keys = audit.subjects([entry.pk for entry in entries])
    assert [(entry.action, keys[entry.pk]) for entry in entries] == [("customer.search", [1]), ("customer.search", [1])]
    assert audit.texts([entry.pk for entry in entries]) == {entries[0].pk: "bua"}


def test_a_list_is_audited_with_who_was_shown(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua"}, {"name": "Arun"})

    mali.get("/customers/")

    (entry,) = audit.entries(action="customer.list")
    assert sorted(audit.subjects([entry.pk])[entry.pk]) == [key("u1"), key("u2")]


@pytest.mark.parametrize("query", ["", "?sort=name", "?q=N"])
def test_more_rows_need_no_more_queries(server: Source, mali: Client, query: str) -> None:
    order: dict[str, Any] = {"event": "Order Completed", "total": 1, "currency": "THB"}

    def tell_and_count(first: int, last: int) -> int:
        for n in range(first, last):
            person = ("user_id", f"u{n}")
            facts = [said(Kind.IDENTIFY, f"i{n}", person, name=f"N{n}", city="Pai"),
                     said(Kind.TRACK, f"o{n}", person, order_id=f"o{n}", **order)]  # fmt: skip
            tell(server, *facts)
        tiles.customers.forget()
        with CaptureQueriesContext(connection) as asked:
            assert words(mali.get(f"/customers/{query}")).count("฿1") == last - 1
        return len(asked)

    mali.get("/customers/")

    assert tell_and_count(1, 2) == tell_and_count(2, 4)
