"""A profile with its origins, groups, orders and timeline."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.base.fields.masks import EVERYTHING
from regulars.unify.customers import queries
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.queries.names import name_of
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.lake import lake
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from regulars.unify.identity.errors import CustomerUnknown
from regulars.unify.identity.queries import source_names, withdrawn_batches
from regulars.unify.orders.queries import orders_of
from tests.unify.telling import done, key, said, source, tell, values

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


def test_a_customer_is_found_once_by_any_of_their_identifiers(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="สมชาย", email="e@shop.example"))

    found = queries.find("E@Shop.example", sight=EVERYTHING)

    assert found == [
        queries.Found(1, "person", "สมชาย", ("email/e@shop.example",), ("user_id/u", "email/e@shop.example"))
    ]


def test_who_was_only_in_a_withdrawn_import_is_hidden(server: Source) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("email", "e@shop.example"), row=1), batch=7)
    gone = key("e@shop.example")
    done(services.withdraw_batch(7, actor="owner"))

    assert queries.find("e@shop.example", sight=EVERYTHING) == []
    with pytest.raises(CustomerHidden):
        queries.customer(gone, sight=EVERYTHING)


def test_a_key_that_nobody_has_is_unknown(server: Source) -> None:
    with pytest.raises(CustomerUnknown, match="12"):
        queries.customer(12, sight=EVERYTHING)


def test_each_value_shows_its_origin_and_what_it_won_against(server: Source) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("email", "e@shop.example"), city="Pai", row=3), batch=7)
    tell(server, said(Kind.IDENTIFY, "1", ("email", "e@shop.example"), ago=7200, city="Bangkok"))

    said_of_city = queries.customer(key("e@shop.example"), sight=EVERYTHING).provenance["city"]

    assert (said_of_city.value, said_of_city.source, said_of_city.message_id) == ("Bangkok", "Server", "1")
    assert said_of_city.why == "a Server outranks a File"
    assert [(one.value, one.source, one.batch, one.row) for one in said_of_city.others] == [("Pai", "File", 7, 3)]


def test_traits_are_those_whose_origin_says_so(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), first_name="Som", last_name="Jai", city="Pai"))
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("user_id", "u"), name="Somchai J.", row=1), batch=7)
    done(services.edit_customer(key("u"), {"city": None, "language": "th"}, actor="owner"))

    shown = queries.customer(key("u"), sight=EVERYTHING)

    named = {"name": "Som Jai", "first_name": "Som", "last_name": "Jai"}
    assert shown.traits == named | {"language": "th"}
    assert {name: one.value for name, one in shown.provenance.items() if one.value is not None} == shown.traits
    assert [one.value for one in shown.provenance["name"].others] == ["Somchai J."]
    assert shown.provenance["city"].why == "a colleague's correction"


def test_what_a_browser_says_of_a_known_person_is_unconfirmed(server: Source) -> None:
    browser = source(SourceKind.BROWSER)
    tell(browser, said(Kind.IDENTIFY, "b", ("anonymous_id", "a"), ("user_id", "u"), name="Evil", interests=["tea"]))
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai"))

    shown = queries.customer(key("u"), sight=EVERYTHING)

    assert shown.traits == {"city": "Pai", "interests": ["tea"]}
    assert [one.value for one in shown.provenance["name"].unconfirmed] == ["Evil"]
    assert shown.provenance["name"].value is None


def test_groups_come_with_their_traits_and_members(server: Source) -> None:
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), name="Malee"),
        said(Kind.GROUP, "2", ("user_id", "u"), group="ACME", name="Acme Ltd", industry="Food"),
    )

    (group,) = queries.customer(key("u"), sight=EVERYTHING).groups
    company = queries.customer(key("company/ACME"), sight=EVERYTHING)

    assert (group.kind, group.value, group.traits) == ("company", "ACME", {"name": "Acme Ltd", "industry": "Food"})
    assert (company.kind, company.name, company.traits) == ("company", "Acme Ltd", group.traits)
    assert [(one.key, one.name) for one in company.members] == [(1, "Malee")]


def test_a_browser_cannot_join_a_company_that_a_trusted_source_knows(server: Source) -> None:
    browser = source(SourceKind.BROWSER)
    tell(
        browser,
        said(Kind.GROUP, "b", ("anonymous_id", "a"), group="ACME"),
        said(Kind.GROUP, "c", ("anonymous_id", "a"), group="Unknown Ltd"),
    )
    before = queries.customer(key("a"), sight=EVERYTHING).groups
    tell(server, said(Kind.GROUP, "1", ("user_id", "u"), group="ACME"))

    after = queries.customer(key("a"), sight=EVERYTHING).groups

    assert sorted(one.value for one in before) == ["ACME", "Unknown Ltd"]
    assert [one.value for one in after] == ["Unknown Ltd"]
    assert [one.key for one in queries.customer(key("company/ACME"), sight=EVERYTHING).members] == [key("u")]


def test_orders_of_every_key_of_a_customer_newest_first(server: Source) -> None:
    till = source(SourceKind.TILL)
    order: dict[str, Any] = {"total": 12.5, "currency": "thb", "products": [{"product_id": "p", "quantity": 2}]}
    tell(
        till,
        said(Kind.TRACK, "1", ("member_card", "C1"), event="Order Completed", ago=90, order_id="o1", **order),
        said(Kind.TRACK, "2", ("phone", "0812345678"), event="Order Completed", ago=60, order_id="o2", **order),
        said(Kind.TRACK, "3", ("phone", "0812345678"), event="Order Refunded", ago=30, order_id="o2", total=2.5),
        said(Kind.TRACK, "4", ("phone", "0812345678"), event="Order Cancelled", ago=30, order_id="o3"),
        said(Kind.IDENTIFY, "5", ("member_card", "C1"), ("phone", "0812345678")),
    )

    found = orders_of(queries.customer(key("C1"), sight=EVERYTHING).keys)

    assert [(one.order_id, one.status, one.total, one.refunded, one.currency) for one in found] == [
        ("o2", "partly_refunded", Decimal("12.5"), Decimal("2.5"), "THB"),
        ("o1", "completed", Decimal("12.5"), Decimal(0), "THB"),
    ]
    assert [line.product_id for line in found[0].lines] == ["p"]


def timeline(customer: str, **page: Any) -> list[queries.Happening]:
    engine = lake().engine()
    try:
        keys = queries.customer(key(customer), sight=EVERYTHING).keys
        return queries.timeline(
            engine, keys, sight=EVERYTHING, withdrawn=withdrawn_batches(), sources=source_names(), **page
        )
    finally:
        engine.close()


def test_the_timeline_goes_over_all_keys_newest_first_in_pages(server: Source) -> None:
    tell(
        server,
        said(Kind.TRACK, "1", ("user_id", "u"), event="First", ago=50, colour="แดง"),
        said(Kind.TRACK, "2", ("anonymous_id", "a"), event="Second", ago=40),
        said(Kind.TRACK, "3", ("user_id", "u"), ("anonymous_id", "a"), event="Third", ago=30),
        said(Kind.TRACK, "4", ("user_id", "stranger"), event="Not theirs", ago=20),
    )

    first = timeline("u", limit=2)
    rest = timeline("u", before=(first[-1].occurred_at, first[-1].position), limit=2)

    assert [one.event for one in (*first, *rest)] == ["Third", "Second", "First"]
    assert rest[0].properties == {"colour": "แดง"}


def test_a_message_in_two_imports_is_one_event_until_the_first_is_withdrawn(server: Source) -> None:
    file = source(SourceKind.FILE)
    visit = said(Kind.TRACK, "v", ("user_id", "u"), event="Visited", row=1)
    tell(file, visit, batch=7)
    tell(file, visit, batch=8)

    before = [one.batch for one in timeline("u")]
    done(services.withdraw_batch(7, actor="owner"))

    assert before == [7]
    assert [one.batch for one in timeline("u")] == [8]


@pytest.mark.parametrize(
    ("traits", "name"),
    [
        ({"first_name": "Som", "last_name": "Jai"}, "Som Jai"),
        ({"first_name": "明", "last_name": "李"}, "李明"),
        ({"last_name": "رضایی"}, "رضایی"),
        ({"name": "สมชาย ใจดี", "first_name": "x"}, "สมชาย ใจดี"),
        ({"nickname": "Lek"}, "Lek"),
        ({"city": "Pai"}, ""),
    ],
)
def test_names_are_written_as_their_script_does(traits: dict[str, str], name: str) -> None:
    assert name_of(traits) == name


@pytest.mark.parametrize("people", [1, 3])
def test_find_takes_the_same_queries_for_one_and_three(server: Source, people: int) -> None:
    codes = [("user_id", "same"), ("member_card", "same"), ("line", "same")][:people]
    tell(server, *(said(Kind.IDENTIFY, str(n), code) for n, code in enumerate(codes)))

    with CaptureQueriesContext(connection) as captured:
        found = queries.find("same", sight=EVERYTHING)

    assert values(one.identifiers[0] for one in found)
    assert len(found) == people
    assert len(captured) == 8
