"""The Profile API's routes, as code that was written for it asks and reads."""

import base64
from typing import Any

import pytest

from regulars.base.audit.queries import entries
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.queries import sources
from tests.rest.conftest import Program
from tests.unify.telling import key, said, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]

SOM = "/v1/spaces/shop/collections/users/profiles/user_id:som"
ACME = "/v1/spaces/shop/collections/accounts/profiles/group_id:acme"


def ask(program: Program, path: str, status: int = 200) -> Any:
    """What a client of the Profile API gets: Basic, the token as user name, no password."""
    token = base64.b64encode(f"{program.secret}:".encode()).decode()
    response = program.client.get(f"/api{path}", headers={"Authorization": f"Basic {token}"})
    assert response["Request-Id"]
    return program.read(response, status)  # type: ignore[arg-type]


def source_id() -> str:
    return str(sources()[0].pk)


def test_traits(program: Program) -> None:
    answer = ask(program, f"{SOM}/traits")

    own = f"/v1/spaces/shop/collections/users/profiles/use_{key('user_id/som')}/traits"
    assert answer == {
        "traits": {"city": "Bangkok", "email": "som@example.com", "first_name": "Som"},
        "cursor": {"url": own, "has_more": False, "next": "", "limit": 10},
    }
    assert ask(program, own)["traits"] == answer["traits"]


def test_traits_page_by_page(program: Program) -> None:
    first = ask(program, f"{SOM}/traits?limit=2")
    second = ask(program, f"{SOM}/traits?limit=2&next={first['cursor']['next']}")

    assert (list(first["traits"]), list(second["traits"])) == (["city", "email"], ["first_name"])
    assert (first["cursor"]["has_more"], second["cursor"]["has_more"]) == (True, False)


def test_traits_in_full_and_by_name(program: Program) -> None:
    answer = ask(program, f"{SOM}/traits?verbose=true&include=city,shoe_size")

    city = answer["traits"].pop("city")
    assert answer["traits"] == {}
    assert (city["value"], city["source_id"], set(city)) == (
        "Bangkok",
        source_id(),
        {"value", "source_id", "updated_at"},
    )


def test_audiences_and_computed_traits_are_none_yet(program: Program) -> None:
    assert ask(program, f"{SOM}/traits?class=audience")["traits"] == {}
    assert ask(program, f"{SOM}/traits?class=computed_trait")["traits"] == {}
    assert ask(program, f"{SOM}/traits?class=shoes", 400)["error"]["code"] == "validation_error"


def test_external_ids(program: Program) -> None:
    answer = ask(program, f"{SOM}/external_ids")

    assert [(one["type"], one["id"], one["collection"], one["encoding"]) for one in answer["data"]] == [
        ("user_id", "som", "users", "none"),
        ("email", "som@example.com", "users", "none"),
    ]
    assert {one["source_id"] for one in answer["data"]} == {source_id()}
    assert [one["id"] for one in ask(program, f"{SOM}/external_ids?include=email")["data"]] == ["som@example.com"]
    page = ask(program, f"{SOM}/external_ids?limit=1")
    rest = ask(program, f"{SOM}/external_ids?limit=1&next={page['cursor']['next']}")
    assert ([one["type"] for one in rest["data"]], rest["cursor"]["has_more"]) == (["email"], False)


def test_events(program: Program) -> None:
    answer = ask(program, f"{SOM}/events")

    newest, oldest = answer["data"]
    assert (oldest["event"], oldest["type"], oldest["message_id"]) == ("Page Seen", "track", "t1")
    assert (oldest["properties"], oldest["source_id"]) == ({"page": "/tea"}, source_id())
    assert oldest["external_ids"] == [{"collection": "users", "type": "user_id", "id": "som", "encoding": "none"}]
    assert oldest["related"] == {"users": f"use_{key('user_id/som')}"}
    assert newest["event"] == "Order Completed"


def test_events_are_filtered_sorted_and_paged(program: Program) -> None:
    def names(query: str) -> list[str]:
        return [one["event"] for one in ask(program, f"{SOM}/events?{query}")["data"]]

    first = ask(program, f"{SOM}/events?limit=1&sort=asc")
    rest = f"limit=1&sort=asc&next={first['cursor']['next']}"
    assert (names("limit=1&sort=asc"), names(rest)) == (["Page Seen"], ["Order Completed"])
    assert names("include=Page%20Seen,Nothing") == ["Page Seen"]
    assert names("exclude=Page%20Seen") == ["Order Completed"]
    assert names("end=2026-01-01") == []
    assert ask(program, f"{SOM}/events?start=yesterday", 400)["error"]["code"] == "validation_error"


def test_events_go_back_fourteen_days(program: Program) -> None:
    days = 86_400
    tell(sources()[0], said(Kind.TRACK, "t8", ("user_id", "lek"), event="Old", ago=15 * days))
    tell(sources()[0], said(Kind.TRACK, "t9", ("user_id", "lek"), event="Fresh", ago=13 * days))

    answer = ask(program, f"{SOM.replace('som', 'lek')}/events?start=2020-01-01")

    assert [one["event"] for one in answer["data"]] == ["Fresh"]


def test_metadata(program: Program) -> None:
    about = ask(program, f"{SOM}/metadata")["metadata"]

    assert (about["first_message_id"], about["last_message_id"], about["expires_at"]) == ("i1", "t2", None)
    assert (about["first_source_id"], about["last_source_id"]) == (source_id(), source_id())
    assert about["created_at"] < about["updated_at"]


def test_links_lead_both_ways(program: Program) -> None:
    (account,) = ask(program, f"{SOM}/links")["data"]
    (user,) = ask(program, f"{ACME}/links")["data"]

    assert (account["to_collection"], [one["id"] for one in account["external_ids"]]) == ("accounts", ["acme"])
    assert account["external_ids"][0]["type"] == "group_id"
    assert (user["to_collection"], [one["id"] for one in user["external_ids"]]) == ("users", ["som", "som@example.com"])


def test_an_account_has_traits_and_ids(program: Program) -> None:
    assert ask(program, f"{ACME}/traits")["traits"] == {"industry": "Tea"}
    assert [one["id"] for one in ask(program, f"{ACME}/external_ids")["data"]] == ["acme"]
    assert ask(program, f"{ACME}/events")["data"] == []


def test_the_other_base_address_is_the_same(program: Program) -> None:
    assert ask(program, f"/profiles{SOM}/traits") == ask(program, f"{SOM}/traits")


@pytest.mark.parametrize("who", ["user_id:nobody", "shoe:42", "use_999", "email:", "use_x:1"])
def test_nobody_is_not_found(who: str, program: Program) -> None:
    answer = ask(program, f"/v1/spaces/shop/collections/users/profiles/{who}/traits", 404)

    assert answer == {"error": {"code": "not_found", "message": "Profile was not found."}}


def test_users_are_not_accounts(program: Program) -> None:
    ask(program, f"/v1/spaces/shop/collections/accounts/profiles/gro_{key('user_id/som')}/traits", 404)
    ask(program, f"/v1/spaces/shop/collections/users/profiles/use_{key('company/acme')}/traits", 404)


def test_what_is_wrong_is_said_in_its_own_shape(program: Program) -> None:
    assert ask(program, f"{SOM}/traits?limit=201", 400)["error"]["code"] == "validation_error"
    assert ask(program, f"{SOM}/traits?next=made-up", 400)["error"]["code"] == "validation_error"
    assert (
        ask(program, "/v1/spaces/shop/collections/users/profiles/som/traits", 400)["error"]["code"]
        == "validation_error"
    )
    assert ask(Program(0, "rk_unknown"), f"{SOM}/traits", 401)["error"]["code"] == "authentication_error"
    assert program.read(program.send("POST", f"{SOM}/traits"), 405)["error"]["code"] == "invalid_request_error"


def test_seeing_a_profile_is_audited(program: Program) -> None:
    ask(program, f"{SOM}/traits?include=city")

    (entry,) = entries(actor=f"key:{program.key}")
    assert (entry.action, entry.fields, entry.subject_count) == ("profile.traits", ["city"], 1)
