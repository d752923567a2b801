"""Corrections on pages: said by colleagues, above every source, and withdrawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.unify.customers import queries
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


@pytest.fixture
def one_person(server: Source) -> None:
    """An account with an e-mail."""
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example"), city="Pai"))


@pytest.fixture
def road(mali: Client) -> Iterator[None]:
    with road_beside():
        yield


def test_a_correction_wins_and_can_be_withdrawn(mali: Client, one_person: None, road: None) -> None:
    form = mali.get("/customers/1/edit/?trait=language")
    corrected = words(mali.post("/customers/1/edit/?trait=language", {"language": "th"}, follow=True))
    edit = queries.customer(1, sight=EVERYTHING).provenance["language"]

    withdrawn = words(mali.post(f"/customers/1/corrections/{edit.key}/{edit.row}/withdraw/", follow=True))

    assert 'name="language"' in form.content.decode()
    assert "Saved." in corrected
    assert "Language Thai Where “Language” comes from: Mali" in corrected
    assert "The correction is withdrawn." in withdrawn
    assert queries.customer(1, sight=EVERYTHING).traits == {"city": "Pai", "email": "u@shop.example"}


def test_what_belongs_together_is_corrected_together(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), street="Soi 1", city="Pai", country="TH"))
    form = mali.get("/customers/1/edit/?trait=city").content.decode()

    with road_beside():
        mali.post("/customers/1/edit/?trait=city", {"street": "Soi 1", "city": "Bangkok", "country": "TH"})

    assert [f'name="{name}"' in form for name in ("street", "city", "state", "postal_code", "country")] == [True] * 5
    assert queries.customer(1, sight=EVERYTHING).traits == {"street": "Soi 1", "city": "Bangkok", "country": "TH"}


def test_an_emptied_value_is_taken_away(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), interests=["tea", "cake"], city="Pai"))

    with road_beside():
        after = words(mali.post("/customers/1/edit/?trait=interests", {"interests": ""}, follow=True))

    assert queries.customer(1, sight=EVERYTHING).traits == {"city": "Pai"}
    assert "Interests taken away Where “Interests” comes from: Mali" in after


def test_a_correction_that_does_not_fit_is_said_beside_its_field(mali: Client, one_person: None) -> None:
    response = mali.post("/customers/1/edit/?trait=phone", {"phone": "soon"})

    assert "Write a phone number with + and the country, such as +66 81 234 5678." in words(response)
    assert not audit.entries(action="customer.edit").exists()


def test_a_correction_that_changes_nothing_is_not_made(mali: Client, server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), interests=["tea", "cake"]))

    response = mali.post("/customers/1/edit/?trait=interests", {"interests": "tea, cake"}, follow=True)

    assert "Nothing was changed." in words(response)
    assert not audit.entries(action="customer.edit").exists()


def test_what_takes_longer_is_said_and_still_done(mali: Client, one_person: None) -> None:
    response = words(mali.post("/customers/1/edit/?trait=language", {"language": "th"}, follow=True))
    before = queries.customer(1, sight=EVERYTHING).traits

    with road_beside():
        mali.post("/customers/1/edit/?trait=gender", {"gender": "female"})

    assert "This is stored and will be done, but other work is ahead of it." in response
    assert "language" not in before
    assert (
        queries.customer(1, sight=EVERYTHING).traits["language"],
        queries.customer(1, sight=EVERYTHING).traits["gender"],
    ) == (
        "th",
        "female",
    )


def test_what_can_be_corrected_is_offered_with_what_only_this_customer_has(server: Source, mali: Client) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), shoe_size=43))

    offered = words(mali.get("/customers/1/edit/"))
    form = words(mali.get("/customers/1/edit/?trait=shoe_size"))

    assert "Birthday" in offered
    assert "Shoe size" in offered
    assert "Shoe size" in form
