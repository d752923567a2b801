"""The page about one customer, read in a browser's place, over what was told to a real road."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.base.audit import queries as audit
from regulars.base.staff.models import User
from regulars.base.web import shell
from regulars.base.web.shell import Panel
from regulars.unify.customers import tiles
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind, raw
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from tests.unify.pages import signed_in, words
from tests.unify.telling import done, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

ORDER: dict[str, Any] = {"total": 185, "currency": "thb", "products": [{"product_id": "p", "name": "Mango cake"}]}


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def test_nobody_sees_a_customer_without_signing_in(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="王伟"))

    response = Client().get("/customers/1/")

    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/customers/1/")
    assert "王伟" not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["", "1/", "1/timeline/", "1/edit/", "1/merge/", "1/apart/", "1/undo/2/", "suggest/?q=u"]
)
def test_a_colleague_without_the_permission_sees_nothing(server: Source, path: str) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example"), name="王伟"))
    client = Client()
    client.force_login(User.objects.create_user("new@shop.example", "a-long-password-7"))

    response = client.get(f"/customers/{path}")

    assert response.status_code == 403
    assert "王伟" not in response.content.decode()


def test_a_page_says_who_this_is_and_where_each_value_comes_from(server: Source, mali: Client) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("user_id", "u"), name="Wang Wei", row=3), batch=7)
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="王伟", city="Bangkok", gender="male"))

    shown = words(mali.get(f"/customers/{key('u')}/"))

    assert "王伟 Wang Wei · Bangkok · known since" in shown
    assert "Identity Name 王伟 Where “Name” comes from: Server" in shown
    assert "It stands because: a Server outranks a File." in shown
    assert "Others say: Wang Wei File" in shown
    assert "Demographics Gender Male Where “Gender” comes from: Server" in shown


def test_a_page_says_why_identifiers_are_one_person(server: Source, mali: Client) -> None:
    facts = [said(Kind.IDENTIFY, str(n), ("user_id", "u"), ("email", "wei@shop.example")) for n in range(3)]
    tell(server, *facts)

    shown = words(mali.get(f"/customers/{key('u')}/"))

    assert "One person, because Account u With E-mail wei@shop.example: Server named both 3 times" in shown
    assert "E-mail wei@shop.example Server, 3 times With Account u: Server named both 3 times" in shown


def test_a_refused_link_is_shown_with_its_reason(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), ("phone", "0812345678"), name="สมชาย ใจดี"),
        said(Kind.IDENTIFY, "2", ("user_id", "v"), ("phone", "0812345678"), name="王伟"),
    )

    shown = words(mali.get(f"/customers/{key('v')}/"))

    assert "Not joined Phone +66812345678 one person cannot have more values of this kind: Account" in shown
    assert "See who has it Compare and merge" in shown


def test_what_a_browser_says_of_a_known_person_is_marked(server: Source, mali: Client) -> None:
    browser = source(SourceKind.BROWSER)
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai"))
    tell(browser, said(Kind.IDENTIFY, "b", ("anonymous_id", "a"), ("user_id", "u"), email="evil@shop.example"))

    shown = words(mali.get(f"/customers/{key('u')}/"))

    assert "E-mail address unconfirmed" in shown
    assert "Said in public, and not confirmed: evil@shop.example Browser" in shown


def test_consent_is_no_line_of_the_profile(server: Source, mali: Client) -> None:
    fact = said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai")
    fact.context = raw({"consent": {"categoryPreferences": {"Advertising": True}}})
    tell(server, fact)

    page = words(mali.get("/customers/1/"))
    timeline = words(mali.get("/customers/1/timeline/?kind=decisions"))

    assert "Advertising" not in page
    assert "Said yes to Advertising · Server" in timeline


def test_orders_stand_with_their_lines_and_money_is_never_added_across_currencies(mali: Client) -> None:
    till = source(SourceKind.TILL)
    card = ("member_card", "C1")
    tell(
        till,
        said(Kind.TRACK, "1", card, event="Order Completed", order_id="o1", **ORDER),
        said(Kind.TRACK, "2", card, event="Order Completed", order_id="o2", **ORDER),
        said(Kind.TRACK, "3", card, event="Order Refunded", order_id="o2", total=85),
        said(Kind.TRACK, "4", card, event="Order Completed", order_id="o3", total=10, currency="USD"),
        said(Kind.TRACK, "5", card, event="Order Completed", order_id="o4", **ORDER),
        said(Kind.TRACK, "6", card, event="Order Cancelled", order_id="o4"),
    )

    shown = words(mali.get("/customers/1/"))

    assert "Orders 3 · last 1 hour ago Spent ฿285 Spent $10" in shown
    assert "Partly refunded ฿185 Order o2" in shown
    assert "฿85 paid back Mango cake" in shown
    assert "Cancelled ฿185 Order o4" in shown


def test_all_orders_stand_on_a_page_of_their_own(mali: Client) -> None:
    till = source(SourceKind.TILL)
    card = ("member_card", "C1")
    tell(till, *(said(Kind.TRACK, f"{n}", card, event="Order Completed", order_id=f"o{n}", **ORDER) for n in range(7)))

    short = words(mali.get("/customers/1/"))
    whole = words(mali.get("/customers/1/panels/orders/?all"))

    assert (short.count("Order o"), whole.count("Order o")) == (5, 7)
    assert "Show all 7" in short
    assert mali.get("/customers/1/panels/nothing/").status_code == 404


def test_groups_and_their_members_lead_to_each_other(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), name="Malee"),
        said(Kind.GROUP, "2", ("user_id", "u"), group="ACME", name="Acme Ltd"),
    )
    company = key("company/ACME")

    person, group = mali.get(f"/customers/{key('u')}/"), mali.get(f"/customers/{company}/")

    assert f'href="/customers/{company}/"' in person.content.decode()
    assert "Belongs to Acme Ltd" in words(person)
    assert "Members M Malee" in words(group)
    assert [action in words(group) for action in ("Merge", "Correct or add")] == [False, True]


def test_a_merged_key_leads_to_the_customer_it_belongs_to(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example")))
    merged = key("u@shop.example")

    response = mali.get(f"/customers/{merged}/timeline/?kind=orders")

    assert response["Location"] == f"/customers/{key('u')}/timeline/?kind=orders"


@pytest.mark.parametrize("key_", ["999", "9223372036854775808"])
def test_an_unknown_key_is_answered_in_words(mali: Client, key_: str) -> None:
    response = mali.get(f"/customers/{key_}/")

    assert response.status_code == 404
    assert "Nobody is known under this key." in words(response)


def test_who_was_only_in_a_withdrawn_import_is_nobody(server: Source, mali: Client) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("email", "e@shop.example"), name="Gone", row=1), batch=7)
    gone = key("e@shop.example")
    done(services.withdraw_batch(7, actor="owner"))

    response = mali.get(f"/customers/{gone}/")

    assert response.status_code == 404
    assert "Gone" not in response.content.decode()


def test_seeing_a_customer_is_audited_by_key_and_field_names(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai"))

    mali.get("/customers/1/")

    (entry,) = audit.entries(action="customer.see")
    assert (entry.actor, entry.fields) == (f"user:{User.objects.get().pk}", ["city"])
    assert audit.subjects([entry.pk]) == {entry.pk: [1]}


def test_a_page_speaks_the_readers_language_and_calendar(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), birthday="1988-05-14"))

    with translation.override("fa"):
        response = mali.get("/customers/1/", headers={"accept-language": "fa"})

    assert 'dir="rtl"' in response.content.decode()
    assert "۲۴ اردیبهشت ۱۳۶۷" in words(response)


def test_a_page_is_bounded_and_shows_all_when_asked(server: Source, mali: Client) -> None:
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", "u"), ("anonymous_id", f"a{n}")) for n in range(20)))

    short, whole = words(mali.get("/customers/1/")), words(mali.get("/customers/1/?all"))

    assert (short.count("Server, once"), whole.count("Server, once")) == (11, 20)
    assert (short.count("With Browser a"), whole.count("With Browser a")) == (12, 20)
    assert "Show 9 more" in short


def test_more_evidence_and_orders_need_no_more_queries(server: Source, mali: Client) -> None:
    def tell_and_count(place: int, many: int) -> int:
        names = [("user_id", f"u{place}"), ("email", f"e{place}@shop.example")]
        facts = [said(Kind.IDENTIFY, f"{place}-{n}", *names, name=f"N{n}") for n in range(many)]
        orders = [
            said(Kind.TRACK, f"o{place}-{n}", names[0], event="Order Completed", order_id=f"{place}-{n}", **ORDER)
            for n in range(many)
        ]
        tell(server, *facts, *orders)
        tiles.customers.forget()
        with CaptureQueriesContext(connection) as asked:
            assert mali.get(f"/customers/{key(f'u{place}')}/").status_code == 200
        return len(asked)

    tell_and_count(1, 1)

    assert tell_and_count(2, 1) == tell_and_count(3, 3)


def test_a_lazy_panel_is_asked_for_after_the_page_stands(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai"))
    lazy = Panel(
        "customer", "slow", "Slow", "orders/_panel.html", lambda *_: {"orders": []}, "customers.see", 90, lazy=True
    )
    shell.panels.append(lazy)

    try:
        page = mali.get("/customers/1/").content.decode()
        part = mali.get("/customers/1/panels/slow/", headers={"HX-Request": "true"})
        alone = mali.get("/customers/1/panels/slow/")
    finally:
        shell.panels.remove(lazy)

    assert 'hx-get="/customers/1/panels/slow/" hx-trigger="load"' in page
    assert words(part) == "Slow No orders yet."
    assert alone.content.decode().startswith("<!doctype html>")
