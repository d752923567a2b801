"""Filters that are changed, joined by "or", combined with a search, and refused where a field is not seen whole."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers import owners, tiles
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from tests.unify.pages import signed_in, words
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
PAI: dict[str, Any] = {"trait": "city", "is": "equals", "value": "Pai"}
TRAT: dict[str, Any] = {"trait": "city", "is": "equals", "value": "Trat"}
WOMEN: dict[str, Any] = {"trait": "gender", "is": "one_of", "value": ["female"]}


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def know(server: Source, *people: dict[str, Any]) -> list[int]:
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(people, 1)))
    return [key(f"u{n}") for n in range(1, len(people) + 1)]


def rule_of(*parts: dict[str, Any]) -> str:
    return json.dumps({"all": list(parts)}, separators=(",", ":"))


def asked_after(client: Client, **given: Any) -> Any:
    """The rule of the list that a form leads to."""
    response = client.get("/customers/", given)
    return json.loads(parse_qs(urlsplit(response["Location"]).query)["rule"][0])


def test_a_filter_opens_with_what_it_says_and_is_changed_in_its_place(server: Source, mali: Client) -> None:
    rule = rule_of(PAI, WOMEN)

    form = mali.get("/customers/", {"rule": rule, "add": "city", "place": "0.0"})
    changed = asked_after(mali, rule=rule, trait="city", value="Trat", place="0.0", **{"is": "equals"})

    assert 'name="value" value="Pai"' in form.content.decode()
    assert "Change this filter" in words(form)
    assert changed == {"all": [TRAT, WOMEN]}


def test_a_condition_beside_another_is_read_as_or_and_each_can_be_taken_away(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Arun", "city": "Trat"}, {"name": "Chai", "city": "Phuket"})

    choices = mali.get("/customers/", {"rule": rule_of(PAI), "place": "0+"})
    either = asked_after(mali, rule=rule_of(PAI), trait="city", value="Trat", place="0+", **{"is": "equals"})
    shown = mali.get("/customers/", {"rule": json.dumps(either)})

    assert "Or what else?" in words(choices)
    assert either == {"all": [{"any": [PAI, TRAT]}]}
    assert "City is Pai or City is Trat" in words(shown)
    assert [name in words(shown) for name in ("Bua", "Arun", "Chai")] == [True, True, False]
    taken = [part.split('"')[0] for part in shown.content.decode().split('<a class="away" href="')[1:]]
    left = [parse_qs(address[1:].replace("&amp;", "&"))["rule"][0] for address in taken]
    assert [json.loads(one) for one in left] == [{"all": [TRAT]}, {"all": [PAI]}]


@pytest.mark.parametrize("place", ["7", "0.5", "x", "-1", "99999999999999999999", "0.x"])
def test_a_place_that_is_none_adds_a_filter(server: Source, mali: Client, place: str) -> None:
    added = asked_after(mali, rule=rule_of(PAI), trait="city", value="Trat", place=place, **{"is": "equals"})

    assert added == {"all": [PAI, TRAT]} or place == "0.x"


def test_a_search_finds_only_whom_the_filters_leave(server: Source, mali: Client) -> None:
    know(
        server,
        {"name": "Bua Dee", "city": "Pai"},
        {"name": "Bua Ngam", "city": "Trat"},
        {"name": "Arun", "city": "Pai"},
    )

    page = mali.get("/customers/", {"rule": rule_of(PAI), "q": "bua"})
    nobody = mali.get("/customers/", {"rule": rule_of(TRAT), "q": "arun"})

    assert [name in words(page) for name in ("Bua Dee", "Bua Ngam", "Arun")] == [True, False, False]
    assert "1 found" in words(page)
    assert "City is Pai" in words(page)
    assert "Nobody whom these filters leave matches “arun”." in words(nobody)


def test_owners_are_asked_for_by_me_a_colleague_and_nobody(server: Source, mali: Client) -> None:
    bua, arun, _chai = know(server, {"name": "Bua"}, {"name": "Arun"}, {"name": "Chai"})
    me = User.objects.get()
    nok = User.objects.create_user("nok@shop.example", role=Role.SALES, name="Nok")
    owners.assign([bua], me.pk, actor="owner")
    owners.assign([arun], nok.pk, actor="owner")

    seen = [words(mali.get(f"/customers/?owner={owner}")) for owner in ("me", nok.pk, "nobody")]
    choosing = words(mali.get("/customers/?add=owner"))

    assert [[name in one for name in ("Bua", "Arun", "Chai")] for one in seen] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert ["I look after them" in seen[0], "Nok looks after them" in seen[1]] == [True, True]
    assert "Who looks after them Me Nobody Nok" in choosing


def test_a_colleague_who_sees_their_own_cannot_ask_for_anybody_elses(server: Source) -> None:
    mine, _other = know(server, {"name": "Bua"}, {"name": "Arun"})
    nok = User.objects.create_user("nok@shop.example", role=Role.SALES, reach=Reach.OWN)
    boss = User.objects.create_user("boss@shop.example", role=Role.OWNER)
    owners.assign([mine], nok.pk, actor="owner")
    client = Client()
    client.force_login(nok)

    for query in ("?owner=nobody", f"?owner={boss.pk}", "?q=arun", "?sort=name", "?rule=" + rule_of(PAI)):
        assert "Arun" not in words(client.get(f"/customers/{query}")), query
    assert "Bua" in words(client.get("/customers/"))


@pytest.mark.parametrize(
    "query",
    [
        {"rule": rule_of({"trait": "birthday", "is": "not_empty"})},
        {"add": "birthday"},
        {"trait": "birthday", "is": "not_empty"},
        {"rule": rule_of(PAI), "trait": "birthday", "is": "not_empty", "place": "0+"},
    ],
)
def test_a_field_that_is_not_seen_whole_is_refused_in_words(server: Source, query: dict[str, str]) -> None:
    know(server, {"name": "Bua", "birthday": "1988-05-14"}, {"name": "Arun"})
    client = Client()
    client.force_login(User.objects.create_user("nok@shop.example", role=Role.SALES))

    refused = client.get("/customers/", query, follow=True)

    assert "in full, so it cannot be searched, sorted or filtered by." in words(refused)
    assert "1 of 2" not in words(refused)
    assert "add=birthday" not in client.get("/customers/").content.decode()


def test_days_are_typed_in_the_calendar_of_the_reader(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "birthday": "1988-05-14"}, {"name": "Arun", "birthday": "1999-01-01"})
    with translation.override("fa"):
        form = mali.get("/customers/?add=birthday&how=before", headers={"Accept-Language": "fa"})

    typed = mali.get("/customers/", {"trait": "birthday", "is": "before", "value": "۱۳۷۰/۱/۱"}, follow=True)

    assert 'data-calendar="jalali"' in form.content.decode()
    assert ["Bua" in words(typed), "Arun" in words(typed)] == [True, False]


@pytest.mark.parametrize(
    "query", ["?columns=name,tags,owner,since,heard,birthday,orders", f"?rule={rule_of(PAI)}", "?q=N&owner=nobody"]
)
def test_more_rows_need_no_more_queries_with_any_columns_or_filters(server: Source, mali: Client, query: str) -> None:
    def tell_and_count(first: int, last: int) -> int:
        for n in range(first, last):
            tell(server, said(Kind.IDENTIFY, f"i{n}", ("user_id", f"u{n}"), name=f"N{n}", city="Pai", tags=["vip"]))
        if "owner" in query and "nobody" not in query:
            owners.assign([key(f"u{n}") for n in range(first, last)], User.objects.get().pk, actor="owner")
        tiles.customers.forget()
        with CaptureQueriesContext(connection) as asked:
            assert words(mali.get(f"/customers/{query}")).count(" N ") >= last - 1
        return len(asked)

    mali.get("/customers/")
    mali.get(f"/customers/{query}")

    assert tell_and_count(1, 2) == tell_and_count(2, 4)
