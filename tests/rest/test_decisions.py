"""What a program decides about customers, carried out by the road."""

from collections.abc import Iterator

import pytest

from regulars.base.audit.queries import entries
from regulars.rest import outcomes
from regulars.unify.identity.queries import root_of
from regulars.unify.road import Road
from tests.rest.asking import link_of
from tests.rest.conftest import Program, Programs
from tests.unify.telling import drain, key, same

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]


@pytest.fixture
def busy_road(customers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    """A road that runs elsewhere and does not get to what is handed in."""
    monkeypatch.setattr(outcomes, "PATIENCE", 0.05)
    with Road() as road:
        yield road


def test_an_edit_is_a_fact_that_outranks_every_source(program: Program) -> None:
    som = key("user_id/som")

    outcome = program.patch(f"/customers/{som}", {"traits": {"city": "Chiang Mai", "first_name": None}})

    shown = program.get(f"/customers/{som}")
    assert (outcome["state"], outcome["undo"]) == ("done", None)
    assert shown["traits"] == {"city": "Chiang Mai", "email": "som@example.com"}
    assert (shown["provenance"]["city"]["source"], shown["provenance"]["city"]["why"]) == (
        "Colleagues",
        "a colleague's correction",
    )
    assert [(entry.actor, entry.fields) for entry in entries(action="customer.edit")] == [
        (f"key:{program.key}", ["city", "first_name"])
    ]


def test_an_edit_with_a_value_that_does_not_fit_changes_nothing(program: Program) -> None:
    som = key("user_id/som")

    answer = program.patch(f"/customers/{som}", {"traits": {"email": "not an address"}}, 422)

    assert answer["type"] == "urn:regulars:problem:trait-invalid"
    assert program.get(f"/customers/{som}")["traits"]["email"] == "som@example.com"


def test_two_become_one_and_two_again(program: Program) -> None:
    som, lek = key("user_id/som"), key("user_id/lek")

    merged = program.post(f"/customers/{som}/merge", {"other": str(lek)})
    together = same("user_id/som", "user_id/lek")
    preview = program.get(f"/links/{merged['undo']}/undo")
    undone = program.post(f"/links/{merged['undo']}/undo")

    assert (merged["state"], together, undone["undo"]) == ("done", True, None)
    assert {person["key"] for person in preview["changes"]} == {str(som), str(lek)}
    assert not same("user_id/som", "user_id/lek")
    assert program.post(f"/customers/{som}/merge", {"other": str(som)}, 409)["title"] == "Same customer"


def test_what_a_colleague_parted_a_program_cannot_join(program: Program) -> None:
    som, lek = key("user_id/som"), key("user_id/lek")
    apart = program.post(f"/customers/{som}/apart", {"other": str(lek)})

    answer = program.post(f"/customers/{som}/merge", {"other": str(lek)}, 409)

    assert answer["type"] == "urn:regulars:problem:kept-apart"
    assert apart["undo"] in answer["detail"]


def test_undoing_a_live_link_says_that_it_comes_back(program: Program) -> None:
    link = link_of(key("user_id/som"), key("email/som@example.com"))

    outcome = program.post(f"/links/{link}/undo")

    assert not same("user_id/som", "email/som@example.com")
    assert outcome["notes"] == ["A live source says this, and will with its next event. To part them, keep them apart."]
    assert program.post(f"/links/{link}/undo", status=409)["title"] == "Link withdrawn"
    assert program.post("/links/999999/undo", status=404)["title"] == "Link unknown"


@pytest.mark.parametrize("verb", ["block", "part"])
def test_a_value_is_decided_about_once(verb: str, program: Program) -> None:
    email = key("email/som@example.com")

    outcome = program.post(f"/values/{email}/{verb}")

    assert (outcome["state"], outcome["undo"]) == ("done", f"d{outcome['position']}")
    assert not same("user_id/som", "email/som@example.com")
    assert program.post(f"/values/{email}/{verb}", status=409)["title"] == "Already decided"


def test_a_value_changes_hands_at_a_moment(program: Program) -> None:
    email = key("email/som@example.com")

    outcome = program.post(f"/values/{email}/end", {"at": "2026-01-01T00:00:00+07:00"})

    shown = program.get(f"/customers/{email}")
    assert outcome["state"] == "done"
    assert [one["ended_at"] for one in shown["identifiers"] if one["type"] == "email"] == ["2025-12-31T17:00:00Z"]


@pytest.mark.usefixtures("busy_road")
def test_what_has_to_wait_is_accepted_with_an_address_to_look_at(program: Program) -> None:
    som, lek = key("user_id/som"), key("user_id/lek")

    response = program.send("POST", f"/customers/{som}/merge", {"other": str(lek)})

    waiting = program.read(response, 202)
    assert response["Location"] == f"/api/operations/{waiting['operation']}"
    assert program.get(response["Location"].removeprefix("/api"))["state"] == "waiting"


def test_an_operation_is_done_when_the_road_has_come_to_it(
    program: Program, program_with: Programs, busy_road: Road
) -> None:
    som, lek = key("user_id/som"), key("user_id/lek")
    waiting = program.post(f"/customers/{som}/merge", {"other": str(lek)}, 202)

    busy_road.drain()

    done = program.get(f"/operations/{waiting['operation']}")
    assert (done["state"], done["undo"], root_of(lek)) == ("done", f"d{done['position']}", som)
    assert program_with("customers:write").get(f"/operations/{waiting['operation']}", 404)["title"] == "Not found"


def test_an_operation_that_the_road_refuses_says_why(program: Program, busy_road: Road) -> None:
    som, lek = key("user_id/som"), key("user_id/lek")
    program.post(f"/customers/{lek}/erasure", status=202)
    waiting = program.post(f"/customers/{som}/merge", {"other": str(lek)}, 202)

    busy_road.drain()

    refused = program.get(f"/operations/{waiting['operation']}")
    assert (refused["state"], refused["detail"]) == (
        "refused",
        "This was not done: this customer or value does not exist any more.",
    )


def test_erasing_forgets_a_customer_and_says_how_far_it_is(program: Program) -> None:
    lek = key("user_id/lek")
    preview = program.get(f"/customers/{lek}/erasure")

    erased = program.post(f"/customers/{lek}/erasure")
    drain()

    assert [one["value"] for one in preview["erased"]] == ["lek", "lek@example.com"]
    assert (erased["customer"], erased["keys"]) == (str(lek), 2)
    assert program.get(f"/erasures/{erased['id']}")["customer"] == str(lek)
    assert [one["id"] for one in program.get("/erasures")["data"]] == [erased["id"]]
    assert program.get(f"/customers/{lek}", 404)["title"] == "Customer unknown"
    assert program.post(f"/customers/{lek}/erasure", status=404)["title"] == "Customer unknown"
