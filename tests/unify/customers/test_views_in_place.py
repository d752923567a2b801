"""The page about one customer, changed where it stands: values, tags, owner; and what other roles are offered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.web import shell
from regulars.unify.customers import owners, queries
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from tests.conftest import May
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import done, drain, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

HX = {"HX-Request": "true"}


@pytest.fixture
def server(data_folder: Path) -> Source:
    made = source(SourceKind.SERVER)
    tell(made, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "u@shop.example"), city="Pai", shoe_size=43))
    return made


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


@pytest.fixture
def road(mali: Client) -> Iterator[None]:
    with road_beside():
        yield


def colleague(role: Role, **more: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{role}@shop.example", role=role, name=role.label, **more))
    return client


def traits() -> dict[str, Any]:
    return queries.customer(1, sight=EVERYTHING).traits


def test_a_value_becomes_a_field_where_it_stands(mali: Client) -> None:
    part = mali.get("/customers/1/edit/?trait=shoe_size", headers=HX).content.decode()

    assert not part.strip().startswith("<!doctype")
    assert '<div class="trait correcting" data-trait="shoe_size">' in part
    assert 'name="shoe_size" value="43"' in part
    assert "autofocus" in part


@pytest.mark.parametrize(
    ("trait", "control"),
    [
        ("gender", '<select name="gender"'),
        ("birthday", "data-date"),
        ("email", 'type="email"'),
        ("phone", 'type="tel"'),
        ("description", "<textarea"),
        ("children", 'inputmode="numeric"'),
    ],
)
def test_each_type_has_its_control(mali: Client, trait: str, control: str) -> None:
    assert control in mali.get(f"/customers/1/edit/?trait={trait}", headers=HX).content.decode()


def test_saving_answers_with_the_profile_and_leads_the_keyboard_back(mali: Client, road: None) -> None:
    response = mali.post("/customers/1/edit/?trait=city", {"city": "Bangkok"}, headers=HX)

    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#profile", "outerHTML")
    assert json.loads(response["HX-Trigger-After-Settle"]) == {"regulars:focus-trait": "city"}
    assert "City Bangkok Where “City” comes from: Mali" in words(response)
    assert '<header class="who" id="who" hx-swap-oob="true">' in response.content.decode()
    assert "Saved. Your correction stands above every source." in words(response)


def test_what_does_not_fit_is_said_in_place(mali: Client) -> None:
    response = mali.post("/customers/1/edit/?trait=birthday", {"birthday": "soon"}, headers=HX)

    assert "HX-Retarget" not in response.headers
    assert "“soon” cannot be read as a day." in words(response)
    assert 'value="soon"' in response.content.decode()


def test_a_day_is_read_in_the_calendar_of_whoever_writes_it(mali: Client, road: None) -> None:
    mali.post("/customers/1/edit/?trait=birthday", {"birthday": "2531-05-14"})

    assert traits()["birthday"] == "1988-05-14"


def test_giving_up_brings_the_line_back(mali: Client) -> None:
    known = words(mali.get("/customers/1/trait/?trait=city", headers=HX))
    missing = mali.get("/customers/1/trait/?trait=birthday", headers=HX).content.decode()

    assert known.startswith("City Pai Where “City” comes from: Server")
    assert 'data-trait="birthday"' in missing
    assert "+ Birthday" in missing


def test_what_is_missing_is_offered_to_be_filled_in(mali: Client, may: May) -> None:
    offered = mali.get("/customers/1/").content.decode()
    onlooker = words(may("customers.see").get("/customers/1/"))

    assert [f">+ {label}</a>" in offered for label in ("Name", "Phone number", "Birthday")] == [True] * 3
    assert [f">+ {label}</a>" in offered for label in ("E-mail address", "City")] == [False, False]
    assert "+ Birthday" not in onlooker


def test_a_correction_is_withdrawn_in_place(mali: Client, road: None) -> None:
    mali.post("/customers/1/edit/?trait=city", {"city": "Bangkok"})
    edit = queries.customer(1, sight=EVERYTHING).provenance["city"]

    response = mali.post(f"/customers/1/corrections/{edit.key}/{edit.row}/withdraw/?trait=city", headers=HX)

    assert "City Pai Where “City” comes from: Server" in words(response)
    assert "The correction is withdrawn." in words(response)


def test_the_history_of_a_value_tells_all_that_was_said(server: Source, mali: Client) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("user_id", "u"), ago=9000, city="Nan", row=4), batch=7)
    with road_beside():
        mali.post("/customers/1/edit/?trait=city", {"city": "Bangkok"})
    edit = queries.customer(1, sight=EVERYTHING).provenance["city"]
    done(services.withdraw_edit(edit.key, edit.row, actor="owner"))

    part = words(mali.get("/customers/1/history/?trait=city", headers=HX))
    alone = mali.get("/customers/1/history/?trait=city")

    assert "Bangkok Mali ·" in part
    assert part.index("Bangkok") < part.index("withdrawn") < part.index("Pai Server") < part.index("Nan File")
    assert "row 4 of a file" in part
    assert alone.content.decode().startswith("<!doctype html>")
    assert audit.entries(action="customer.history").count() == 2


def test_a_masked_value_is_not_edited_but_can_be_revealed(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), birthday="1988-05-14"))
    sales = colleague(Role.SALES)

    page = sales.get("/customers/1/").content.decode()
    edit = sales.get("/customers/1/edit/?trait=birthday", follow=True)
    posted = sales.post("/customers/1/edit/?trait=birthday", {"birthday": "2000-01-01"}, follow=True)
    history = words(sales.get("/customers/1/history/?trait=birthday", headers=HX))

    assert "1988" not in page + history
    assert 'edit/?trait=birthday"' not in page
    assert '<input type="hidden" name="field" value="birthday">' in page
    assert [b"1988" in one.content for one in (edit, posted)] == [False, False]
    assert traits()["birthday"] == "1988-05-14"


def test_a_hidden_value_is_neither_shown_nor_offered(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), birthday="1988-05-14"))

    page = words(colleague(Role.VIEWER).get("/customers/1/"))

    assert ["Birthday" in page, "1988" in page, "Reveal" in page] == [False, False, False]


def test_tags_are_given_and_taken_away(mali: Client, road: None) -> None:
    given = mali.post("/customers/1/tags/", {"add": "Regular, ขาประจำ"}, headers=HX)
    taken = mali.post("/customers/1/tags/", {"remove": "Regular"}, headers=HX)
    wrong = mali.post("/customers/1/tags/", {"add": "x" * 60}, headers=HX)

    assert "Regular × ขาประจำ ×" in words(given)
    assert traits()["tags"] == ["ขาประจำ"]
    assert "Regular" not in words(taken)
    assert "is no tag" in words(wrong)


def test_tags_work_without_scripts(mali: Client, road: None) -> None:
    after = words(mali.post("/customers/1/tags/", {"add": "Regular"}, follow=True))

    assert "Regular ×" in after
    assert "Account Tags" not in after


def test_a_colleague_looks_after_a_customer(mali: Client) -> None:
    nok = User.objects.create_user("nok@shop.example", name="Nok", role=Role.SALES)
    User.objects.create_user("out@shop.example", name="Gone", role=Role.SALES, is_active=False)
    offered = words(mali.get("/customers/1/owner/choose/"))

    after = mali.post("/customers/1/owner/", {"owner": nok.pk}, headers=HX)

    assert "Nok" in offered
    assert "Gone" not in offered
    assert "Looked after by Nok" in words(after)
    assert owners.owners_of([1]) == {1: nok.pk}
    assert "Nobody looks after them" in words(mali.post("/customers/1/owner/", {"owner": ""}, follow=True))


@pytest.mark.parametrize("owner", ["9" * 20, "9" * 5_000])
def test_a_number_that_no_colleague_can_have_is_no_colleague(mali: Client, owner: str) -> None:
    answer = mali.post("/customers/1/owner/", {"owner": owner}, follow=True)

    assert answer.status_code == 200
    assert not owners.owners_of([1])


def test_who_gives_a_customer_away_may_see_them_no_more(server: Source, mali: Client) -> None:
    sales = colleague(Role.SALES, reach=Reach.OWN)
    me = User.objects.get(role=Role.SALES)
    owners.assign([1], me.pk, actor="owner")

    response = sales.post("/customers/1/owner/", {"owner": User.objects.get(name="Mali").pk}, headers=HX)

    assert (response.status_code, response["HX-Redirect"]) == (204, "/customers/")
    assert sales.get("/customers/1/").status_code == 404


@pytest.mark.parametrize("path", ["tags/", "owner/", "edit/?trait=city", "corrections/1/1/withdraw/"])
def test_who_may_only_see_changes_nothing(server: Source, may: May, path: str) -> None:
    onlooker = may("customers.see")

    answer = onlooker.post(f"/customers/1/{path}", {"add": "x", "owner": 1, "city": "X"})

    assert answer.status_code == 403
    assert not audit.entries(action="customer.edit").exists()


def test_very_many_undeclared_traits_are_folded_away(server: Source, mali: Client) -> None:
    many: dict[str, Any] = {f"extra_{n:03}": "x" * 500 for n in range(50)}
    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "u"), **many))

    short, whole = mali.get("/customers/1/").content.decode(), mali.get("/customers/1/?all").content.decode()

    assert (short.count('data-trait="extra_'), whole.count('data-trait="extra_')) == (8, 50)
    assert "Show 43 more" in short


def test_more_values_need_no_more_queries(server: Source, mali: Client) -> None:
    def count(place: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert mali.get(f"/customers/{place}/").status_code == 200
        return len(asked)

    tell(server, said(Kind.IDENTIFY, "2", ("user_id", "v"), ("email", "v@shop.example"), city="Nan", shoe_size=1))
    rich: dict[str, Any] = {f"extra_{n:03}": n for n in range(40)}
    tell(
        server,
        said(Kind.IDENTIFY, "3", ("user_id", "w"), ("email", "w@shop.example"), city="Nan", gender="male", **rich),
    )
    count(1)

    assert count(key("v")) == count(key("w"))


def test_people_around_share_a_group_or_a_value(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.GROUP, "g1", ("user_id", "u"), group="ACME", name="Acme Ltd"),
        said(Kind.IDENTIFY, "v", ("user_id", "v"), name="Nok Suda"),
        said(Kind.GROUP, "g2", ("user_id", "v"), group="ACME"),
        said(Kind.IDENTIFY, "w1", ("user_id", "w"), ("phone", "0812345678"), name="สมชาย ใจดี"),
        said(Kind.IDENTIFY, "w2", ("user_id", "u"), ("phone", "0812345678")),
    )

    page = mali.get("/customers/1/").content.decode()
    around = words(mali.get("/customers/1/related/"))
    other = words(mali.get(f"/customers/{key('w')}/related/"))

    assert 'hx-get="/customers/1/related/"' in page
    assert "In the same company Acme Ltd N Nok Suda Compare" in around
    assert "Also known by Phone +66812345678 ส สมชาย ใจดี Compare" in around
    assert "Also known by Phone +66812345678 · u@shop.example" in other
    assert audit.entries(action="customer.related").count() == 2


def test_people_out_of_reach_are_not_around(server: Source, mali: Client) -> None:
    tell(
        server,
        said(Kind.GROUP, "g1", ("user_id", "u"), group="ACME", name="Acme Ltd"),
        said(Kind.IDENTIFY, "v", ("user_id", "v"), name="Nok Suda"),
        said(Kind.GROUP, "g2", ("user_id", "v"), group="ACME"),
    )
    sales = colleague(Role.SALES, reach=Reach.OWN)
    owners.assign([1], User.objects.get(role=Role.SALES).pk, actor="owner")

    around = words(sales.get("/customers/1/related/"))

    assert "Nok" not in around


def test_other_apps_add_actions_to_the_head(server: Source, mali: Client, may: May) -> None:
    action = shell.Action("customer", "message", "Message", lambda one: f"/to/{one.root}/", "campaigns.send", 50, True)
    shell.actions.append(action)

    try:
        mine = mali.get("/customers/1/").content.decode()
        others = may("customers.see").get("/customers/1/").content.decode()
    finally:
        shell.actions.remove(action)

    assert '<a class="button main" href="/to/1/">Message</a>' in mine
    assert "/to/1/" not in others


def test_a_company_is_corrected_too(server: Source, mali: Client) -> None:
    tell(server, said(Kind.GROUP, "g1", ("user_id", "u"), group="ACME", name="Acme"))
    company = key("company/ACME")

    mali.post(f"/customers/{company}/edit/?trait=industry", {"industry": "Tea"})
    drain()

    assert queries.customer(company, sight=EVERYTHING).traits["industry"] == "Tea"
