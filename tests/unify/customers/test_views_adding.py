"""Adding by hand: who may be meant is shown first, nobody is joined by mistake, and everyone can be corrected."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs.worker import run_waiting
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers import adding, owners, tags
from regulars.unify.customers.queries import Customer, customer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import queries as identity
from regulars.unify.identity import services
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import done, drain, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    tags.counted_tags.value = None
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def seller(email: str = "nok@shop.example") -> Client:
    """A colleague who sees only their own customers."""
    client = Client()
    client.force_login(User.objects.create_user(email, role=Role.SALES, reach=Reach.OWN))
    return client


def added(client: Client, **typed: Any) -> Customer:
    """Whom this made, as everything sees them."""
    with road_beside():
        response = client.post("/customers/add/", typed)
    assert response.status_code == 302, words(response)
    return customer(int(response["Location"].strip("/").split("/")[-1]), sight=EVERYTHING)


def test_somebody_is_added_with_all_that_was_written_and_their_page_opens(server: Source, mali: Client) -> None:
    typed = {"name": "สมชาย ใจดี", "phone": "089 234 5671", "email": "Chai@Shop.Example", "member_card": "c 12",
             "tags": "vip, ของขวัญ", "birthday": "14/5/2531", "gender": "male"}  # fmt: skip

    made = added(mali, **typed)

    assert made.traits == {
        "name": "สมชาย ใจดี",
        "phone": "+66892345671",
        "email": "chai@shop.example",
        "birthday": "1988-05-14",
        "gender": "male",
        "tags": ["vip", "ของขวัญ"],
    }
    assert [str(one) for one in made.identifiers] == [
        "member_card/C12",
        "email/chai@shop.example",
        "phone/+66892345671",
    ]
    page = words(mali.get(f"/customers/{made.root}/"))
    assert "สมชาย ใจดี" in page
    assert str(User.objects.get()) in page.split("Where “Name” comes from:")[1].split("It stands because")[0]
    (entry,) = audit.entries(action="customer.add")
    assert set(entry.fields) == set(made.traits)


def test_a_name_alone_is_somebody_who_can_be_corrected(server: Source, mali: Client) -> None:
    made = added(mali, name="Bua")

    done(services.edit_customer(made.root, {"city": "Pai"}, actor="owner"))

    assert customer(made.root, sight=EVERYTHING).traits == {"name": "Bua", "city": "Pai"}
    assert [one.type for one in made.identifiers] == ["external_id"]


def test_two_of_one_name_are_two_people(server: Source, mali: Client) -> None:
    first = added(mali, name="Bua")
    second = added(mali, name="Bua", anyway="1")

    assert first.root != second.root


def test_who_has_the_phone_is_shown_first_and_stays_apart_from_somebody_new(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="Somchai", phone="0892345671"))
    typed = {"name": "Malee", "phone": "+66 89 234 5671"}

    asked = mali.post("/customers/add/", typed)
    made = added(mali, **typed, anyway="1")

    assert "Is it one of these? S Somchai has this phone number" in words(asked)
    assert f'href="/customers/{key("u")}/"' in asked.content.decode()
    assert (made.root == key("u"), made.traits["phone"]) == (False, "+66892345671")
    assert [one.type for one in made.identifiers] == ["external_id"]
    assert identity.root_of(key("+66892345671")) == key("u")


def test_who_has_just_this_name_is_shown_too(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="Somchai Jaidee"))

    asked = mali.post("/customers/add/", {"name": "somchai jaidee"})

    assert "has this name" in words(asked)


def test_a_card_of_somebody_else_is_noted_without_joining(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("member_card", "C1"), name="Somchai"))

    made = added(mali, name="Malee", member_card="C1", anyway="1")

    assert (made.root == key("C1"), made.traits) == (False, {"name": "Malee", "member_card": "C1"})


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "Write at least a name, a phone number, an e-mail address or a card number."),
        ({"name": "Bua", "email": "no address"}, "Write an e-mail address, such as mali@shop.example."),
        ({"name": "Bua", "phone": "12"}, "Write a phone number with + and the country"),
        ({"name": "Bua", "tags": "x" * 51}, "is no tag."),
        ({"name": "Bua", "birthday": "soon"}, "cannot be read as a day"),
    ],
)
def test_what_does_not_fit_is_said_and_nobody_is_added(
    server: Source, mali: Client, typed: dict[str, str], reason: str
) -> None:
    refused = mali.post("/customers/add/", typed)
    drain()

    assert reason in words(refused)
    assert "No customers yet" in words(mali.get("/customers/"))


def test_whoever_sees_only_their_own_looks_after_whom_they_add(server: Source) -> None:
    client = seller()

    made = added(client, name="Bua", phone="0892345671")

    assert owners.owners_of([made.root]) == {made.root: User.objects.get().pk}
    assert "Bua" in words(client.get("/customers/"))


def test_a_value_of_somebody_out_of_reach_tells_nothing_and_takes_nobody_over(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), name="Somchai", phone="0892345671", city="Pai"))
    client = seller()

    made = added(client, name="Somchai", phone="0892345671")

    assert made.root != key("u")
    assert owners.owners_of([key("u")]) == {}
    assert "Pai" not in words(client.get("/customers/"))


def test_while_the_road_is_busy_it_is_said_and_the_owner_is_noted_later(
    server: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.unify.identity.waiting.PAGE_SECONDS", 0.0)
    monkeypatch.setattr(adding, "PAGE_SECONDS", 0.0)
    monkeypatch.setattr(adding, "LATER", timedelta(0))
    client = seller()

    waits = client.post("/customers/add/", {"name": "Bua"}, follow=True)
    drain()
    run_waiting()

    assert "This is stored and will be done" in words(waits)
    assert "Bua" in words(client.get("/customers/"))


def test_a_company_is_added_and_stands_among_companies(server: Source, mali: Client) -> None:
    with road_beside():
        mali.post("/customers/add/", {"kind": "company", "name": "Acme", "city": "Pai"})

    assert ["Acme" in words(mali.get(f"/customers/{query}")) for query in ("", "?kind=company")] == [False, True]
