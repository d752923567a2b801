"""Views of the list: built-in, kept, shared, refused; and the columns that each colleague wants."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.base.audit import queries as audit
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.unify.customers.models import SavedView
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.road.forgetting import Forgetting
from tests.unify.pages import signed_in, words
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]
IN_PAI = json.dumps({"all": [{"trait": "city", "is": "equals", "value": "Pai"}]}, separators=(",", ":"))
BORN = json.dumps({"all": [{"trait": "birthday", "is": "not_empty"}]}, separators=(",", ":"))


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


@pytest.fixture
def mali(server: Source) -> Client:
    return signed_in()


def colleague(role: Role, email: str = "nok@shop.example") -> Client:
    client = Client()
    client.force_login(User.objects.create_user(email, role=role))
    return client


def know(server: Source, *people: dict[str, Any]) -> None:
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(people, 1)))


def keep(client: Client, name: str, here: str, **more: str) -> SavedView:
    client.post("/customers/views/", {"name": name, "here": here, **more})
    return SavedView.objects.exclude(name="").latest("pk")


def tabs(client: Client, query: str = "") -> list[str]:
    """The names of the views."""
    page = client.get(f"/customers/{query}").content.decode()
    start = page.index('<nav class="views"')
    return [part.split("</bdi>")[0] for part in page[start : page.index("</nav>", start)].split("<bdi>")[1:]]


def heads(client: Client, query: str = "") -> list[str]:
    """The heads of the columns."""
    page = client.get(f"/customers/{query}").content.decode()
    cells = page[page.index("<thead>") : page.index("</thead>")].split('<th scope="col"')[1:]
    return [cell.split("</")[0].split(">")[-1] for cell in cells]


def test_a_view_keeps_filters_columns_and_order_and_opens_with_them(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Arun", "city": "Pai"}, {"name": "Chai", "city": "Trat"})

    view = keep(mali, "  In   Pai ", f"?rule={IN_PAI}&sort=name&columns=name,city,tags")
    shown = words(mali.get(f"/customers/?view={view.pk}"))

    assert view.asked == {"rule": IN_PAI, "sort": "name", "columns": "name,city,tags"}
    assert (view.name, heads(mali, f"?view={view.pk}")) == ("In Pai", ["Name", "City", "Tags"])
    assert [name in shown for name in ("Bua", "Arun", "Chai")] == [True, True, False]
    assert shown.index("Arun") < shown.index("Bua")
    (entry,) = audit.entries(action="view.save")
    assert audit.texts([entry.pk]) == {entry.pk: "In Pai"}


def test_a_filter_of_a_view_is_taken_away_for_now_and_the_view_stays(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Chai", "city": "Trat"})
    view = keep(mali, "In Pai", f"?rule={IN_PAI}")

    without = words(mali.get(f"/customers/?view={view.pk}&rule="))

    assert "Chai" in without
    assert "You look at this view otherwise than it was kept." in without
    assert "Chai" not in words(mali.get(f"/customers/?view={view.pk}"))


def test_a_view_is_changed_to_what_is_seen(server: Source, mali: Client) -> None:
    view = keep(mali, "In Pai", f"?rule={IN_PAI}")

    mali.post(f"/customers/views/{view.pk}/", {"update": "", "here": f"?view={view.pk}&sort=name"})

    view.refresh_from_db()
    assert view.asked == {"rule": IN_PAI, "sort": "name"}


def test_a_view_of_ones_own_is_renamed_moved_and_deleted(mali: Client) -> None:
    first, second = keep(mali, "First", "?sort=name"), keep(mali, "Second", "?sort=city")

    mali.post(f"/customers/views/{first.pk}/", {"name": "1st"})
    renamed = tabs(mali)
    mali.post(f"/customers/views/{second.pk}/move/", {"by": "-1"})
    moved = tabs(mali)
    mali.post(f"/customers/views/{first.pk}/delete/")

    assert [names[-2:] for names in (renamed, moved)] == [["1st", "Second"], ["Second", "1st"]]
    assert tabs(mali)[-1] == "Second"


def test_a_private_view_is_nobody_elses(server: Source, mali: Client) -> None:
    view = keep(mali, "Mine", f"?rule={IN_PAI}")
    other = colleague(Role.ADMINISTRATOR)

    opened = other.get(f"/customers/?view={view.pk}", follow=True)
    for address in ("", "delete/", "move/"):
        other.post(f"/customers/views/{view.pk}/{address}", {"name": "Taken", "by": "1"})

    view.refresh_from_db()
    assert "There is no such view, or it is somebody else's own." in words(opened)
    assert ("Mine" in tabs(other), view.name) == (False, "Mine")


def test_a_shared_view_is_everybodys_but_only_its_maker_changes_it(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"}, {"name": "Chai", "city": "Trat"})
    view = keep(mali, "In Pai", f"?rule={IN_PAI}", share="on")
    other = colleague(Role.SALES)

    other.post(f"/customers/views/{view.pk}/", {"name": "Taken"})

    view.refresh_from_db()
    assert (tabs(other)[-1], view.name, view.is_shared) == ("In Pai", "In Pai", True)
    shown = words(other.get(f"/customers/?view={view.pk}"))
    assert ["Bua" in shown, "Chai" in shown] == [True, False]


def test_sharing_asks_for_its_permission(server: Source) -> None:
    seller = colleague(Role.SALES)

    refused = seller.post("/customers/views/", {"name": "Ours", "here": "?sort=name", "share": "on"})

    assert (refused.status_code, SavedView.objects.count()) == (403, 0)


def test_a_shared_view_by_a_field_that_is_not_seen_whole_says_so_and_shows_nobody(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "birthday": "1988-05-14"}, {"name": "Chai"})
    view = keep(mali, "Born", f"?rule={BORN}", share="on")
    seller = colleague(Role.SALES)

    refused = seller.get(f"/customers/?view={view.pk}")

    assert refused.status_code == 403
    assert "This view is not for you Your role does not see" in words(refused)
    assert ["Bua" in words(refused), "1 of 2" in words(refused)] == [False, False]
    assert ("Birthday soon" in tabs(mali), "Birthday soon" in tabs(seller)) == (True, False)


def test_columns_are_chosen_kept_for_oneself_and_taken_back(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai", "job_title": "Baker"})
    usual = heads(mali)

    mali.post("/customers/columns/", {"here": "?", "column": ["job_title", "city"]})
    chosen, others = heads(mali), heads(colleague(Role.VIEWER))
    mali.post("/customers/columns/", {"here": "?", "column": ["job_title", "city"], "move": "city:-1"})
    moved = heads(mali)
    mali.post("/customers/columns/", {"here": "?", "usual": ""})

    assert (chosen, moved) == (["Name", "Job title", "City"], ["Name", "City", "Job title"])
    assert heads(mali) == usual == others


def test_columns_of_a_view_are_shown_until_it_is_kept_so(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua", "city": "Pai"})
    view = keep(mali, "In Pai", f"?rule={IN_PAI}")

    shown = mali.post("/customers/columns/", {"here": f"?view={view.pk}", "column": ["tags"]})

    assert shown["Location"] == f"/customers/?view={view.pk}&columns=name%2Ctags"
    assert heads(mali, shown["Location"].removeprefix("/customers/")) == ["Name", "Tags"]
    assert heads(mali, f"?view={view.pk}") != ["Name", "Tags"]


def test_masked_columns_are_shown_masked_and_hidden_ones_not_at_all(server: Source) -> None:
    know(server, {"name": "Bua", "email": "bua@shop.example", "birthday": "1988-05-14", "job_title": "Baker"})
    analyst, viewer = colleague(Role.ANALYST), colleague(Role.VIEWER, "v@shop.example")
    query = "?columns=name,email,birthday,job_title"

    seen = [words(client.get(f"/customers/{query}")) for client in (analyst, viewer)]

    assert ["bua@shop.example" in shown for shown in seen] == [False, False]
    assert "b•••@shop.example 14 May 1988 Baker" in seen[0]
    assert heads(viewer, query) == ["Name", "E-mail address", "Job title"]
    assert "1988" not in seen[1]


def test_who_is_new_this_week_is_told_by_when_they_were_first_heard_of(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua"})
    Forgetting().begin_day()
    tell(server, said(Kind.IDENTIFY, "9", ("user_id", "u9"), name="Arun", ago=86_400 * 400))

    shown = words(mali.get("/customers/?view=new"))

    assert ["Arun" in shown, "Bua" in shown, "1 of 2" in shown] == [True, False, True]
    assert "First heard of within 7 days" in shown


def test_an_unknown_view_leads_to_everyone(server: Source, mali: Client) -> None:
    for code in ("77", "nonsense", "-1", "9" * 30):
        response = mali.get(f"/customers/?view={code}", follow=True)

        assert response.redirect_chain == [("/customers/", 302)]


def test_those_known_by_name_can_be_seen_without_visitors(server: Source, mali: Client) -> None:
    know(server, {"name": "Bua"}, {"first_name": "Arun"}, {"city": "Pai"}, {"email": "x@shop.example"})

    page = words(mali.get("/customers/?view=named"))

    assert tabs(mali)[:2] == ["Everyone", "Known by name"]
    assert ("Bua" in page, "Arun" in page, "Pai" in page, "x@shop.example" in page) == (True, True, False, False)
