"""What colleagues say passes the same checks: in a form it is asked once, by a program it is kept and noted."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs import work
from regulars.unify.customers.queries import customer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from regulars.unify.quality import measuring, review
from regulars.unify.quality.enums import Work
from regulars.unify.quality.models import Finding, Upheld
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import drain, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

SLIP, MEANT = "walker@gmial.com", "walker@gmail.com"


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    """A colleague; one customer is known."""
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), city="Pai"))
    return signed_in()


def post(client: Client, address: str, **typed: str) -> Any:
    """As a page sends it, while the road runs."""
    with road_beside():
        return client.post(address, typed)


def findings() -> list[tuple[str, str, bool]]:
    """Field, code and whether it stands, measured now."""
    measuring.refresh([1])
    return sorted(Finding.objects.values_list("field", "code", "stands"))


def traits() -> dict[str, Any]:
    return dict(customer(1, sight=EVERYTHING).traits)


def correct(client: Client, trait: str, **typed: str) -> str:
    with road_beside():
        return words(client.post(f"/customers/1/edit/?trait={trait}", typed, follow=True))


def test_a_correction_that_looks_wrong_is_asked_about_with_what_may_be_meant(mali: Client) -> None:
    asked = mali.post("/customers/1/edit/?trait=email", {"email": SLIP}).content.decode()

    assert "A slip in the domain" in asked
    assert f'name="asked-email" value="{SLIP}"' in asked
    assert f'name="meant-email" value="{MEANT}" checked' in asked
    assert "email" not in traits()


def test_what_is_meant_is_taken_and_what_was_written_meanwhile_is_asked_about_anew(mali: Client) -> None:
    answer = {"asked-email": SLIP, "meant-email": MEANT}

    other = correct(mali, "email", email="walker@hotmial.com", **answer)
    taken = correct(mali, "email", email=SLIP, **answer)

    assert "A slip in the domain" in other
    assert "Saved." in taken
    assert traits()["email"] == MEANT
    assert findings() == []


def test_what_a_colleague_insists_on_is_never_doubted_again_whoever_says_it(mali: Client, server: Source) -> None:
    insisted = correct(mali, "birthday", birthday="2190-01-01", **{"asked-birthday": "2190-01-01"})
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), birthday="2190-01-01"))

    assert "Saved." in insisted
    assert traits()["birthday"] == "2190-01-01"
    assert findings() == []
    assert Upheld.objects.get().field == "birthday"
    assert b"2190" not in bytes(Upheld.objects.get().hash)
    (line,) = audit.entries(action="quality.uphold")
    assert line.fields == ["birthday"]


def test_somebody_new_is_asked_about_before_they_are_added(mali: Client) -> None:
    typed = {"name": "asdf", "email": SLIP}

    asked = mali.post("/customers/add/", typed).content.decode()
    answer = {"asked-name": "asdf", "asked-email": SLIP, "meant-email": MEANT}
    done = post(mali, "/customers/add/", **typed, **answer)

    assert "A word that stands for a name" in asked
    assert "A slip in the domain" in asked
    assert done.status_code == 302
    key = int(done["Location"].strip("/").split("/")[-1])
    assert customer(key, sight=EVERYTHING).traits == {"name": "asdf", "email": MEANT}
    measuring.refresh([key])
    assert not Finding.objects.exists()


def test_half_an_address_is_no_question(mali: Client) -> None:
    assert "Saved." in correct(mali, "city", city="Bangkok", country="TH", street="", state="", postal_code="")


def test_what_a_program_corrects_is_kept_and_doubted_until_a_colleague_upholds_it(mali: Client) -> None:
    edit_by_program(email=SLIP)
    doubted = findings()
    review.refill()
    item = work.waiting([Work.DOUBTFUL]).get()
    address, choice = f"/quality/review/{item.pk}/", {"do": "choose", "choice": "suggested"}

    asked = post(mali, address, **choice, email="w@gmial.com").content.decode()
    meanwhile = traits()["email"]
    settled = post(mali, address, do="choose", choice="as_it_is", email="")

    assert doubted == [("email", "domain_typo", True)]
    assert 'name="asked-email" value="w@gmial.com"' in asked
    assert meanwhile == SLIP
    assert settled.status_code == 302
    assert traits()["email"] == SLIP
    assert findings() == []


def edit_by_program(**said: Any) -> None:
    services.edit_customer(1, said, actor="system")
    drain()


def test_what_they_denied_is_doubted_though_a_colleague_upheld_it(mali: Client, server: Source) -> None:
    correct(mali, "email", email=SLIP, **{"asked-email": SLIP})
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), ("email", SLIP), email=SLIP))
    upheld = findings()

    services.dispute_value(key(f"email/{SLIP}"), "call", actor="owner")
    drain()

    assert upheld == []
    assert {code for _field, code, _stands in findings()} == {"said_wrong"}
