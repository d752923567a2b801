"""Getting started: goals propose what they need and nothing else, and every step says whether it is done."""

from collections.abc import Callable

import pytest
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.fields.queries import every_field, fields, find_field, purposes
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.start import services
from regulars.base.start.goals import ALWAYS, GOALS, SETTING, needed_fields, needed_purposes
from regulars.base.start.steps import start_todo
from regulars.base.web import preferences, shell

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner@shop.example", name="Noi")


@pytest.fixture
def browser(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.mark.parametrize("goal", GOALS.values(), ids=GOALS)
def test_a_goal_names_what_the_dictionary_knows(goal: object) -> None:
    known = {field.name for field in every_field()}

    assert set(goal.fields) <= known  # type: ignore[attr-defined]
    assert goal.purposes <= {purpose.code for purpose in purposes()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("goal", GOALS.values(), ids=GOALS)
def test_what_a_goal_needs_is_collected_for_one_of_its_purposes(goal: object) -> None:
    for name in goal.fields:  # type: ignore[attr-defined]
        field = find_field(name)
        assert field is not None
        assert field.purposes & goal.purposes, name  # type: ignore[attr-defined]


def test_goals_are_kept_in_their_usual_order(browser: Client) -> None:
    answer = browser.post("/start/", {"goal": ["loyalty", "newsletter", "nonsense"]})

    assert (answer.status_code, answer["Location"]) == (302, "/start/fields/")
    assert preferences.read(SETTING, []) == ["newsletter", "loyalty"]
    assert entries(action="goals.choose").count() == 1


def test_no_goal_is_no_beginning(browser: Client) -> None:
    browser.post("/start/", {})

    assert browser.get("/start/fields/")["Location"] == "/start/"


def test_fields_that_no_goal_needs_are_left_out(browser: Client) -> None:
    browser.post("/start/", {"goal": ["newsletter"]})
    page = browser.get("/start/fields/").content.decode()

    browser.post("/start/fields/", {"field": ["interests"]})

    assert '<input type="checkbox" name="field" value="interests" checked>' in page
    assert '<input type="checkbox" name="field" value="income">' in page
    assert {field.name for field in fields()} == (ALWAYS | {"interests"}) & {field.name for field in every_field()}


def test_more_goals_bring_fields_back(owner: User) -> None:
    known = {field.name for field in every_field()} - ALWAYS
    services.use_fields({"interests"}, known, actor="owner")

    services.use_fields({"interests", "birthday"}, known, actor="owner")

    birthday, income = find_field("birthday"), find_field("income")
    assert birthday is not None
    assert income is not None
    assert (birthday.is_retired, income.is_retired) == (False, True)


def test_goals_add_up() -> None:
    assert needed_fields(["newsletter", "loyalty"]) == ALWAYS | {"interests", "birthday"}
    assert needed_purposes(["newsletter", "loyalty", "unknown"]) == {"marketing", "loyalty"}


def test_steps_fit_the_goals(owner: User) -> None:
    chatting = {step.name for step in shell.steps_for(owner, ["chat"])}
    selling = {step.name for step in shell.steps_for(owner, ["sell-again"])}

    assert (chatting & {"website", "till"}, selling & {"website", "till"}) == (set(), {"website", "till"})
    assert chatting >= {"goals", "customer", "rules", "colleagues"}


def test_the_next_step_is_said_until_all_are_done(owner: User, browser: Client) -> None:
    before = start_todo(owner)
    preferences.write(SETTING, ["serve-better"], actor="owner")
    after = start_todo(owner)
    page = browser.get("/start/steps/").content.decode()

    assert before is not None
    assert after is not None
    assert before.page == "start:goals"
    assert after.words == "Next step: Add your first customer"
    assert page.count("Do this now") == 1


def test_every_step_leads_to_a_page_that_its_permission_opens(browser: Client) -> None:
    preferences.write(SETTING, list(GOALS), actor="owner")

    page = browser.get("/start/steps/").content.decode()

    assert 'href=""' not in page


def test_a_salesperson_is_asked_nothing(may: Callable[..., Client]) -> None:
    seller = User.objects.create_user("sales@shop.example", role=Role.SALES)

    assert start_todo(seller) is None
    assert may("customers.see").get("/start/").status_code == 403
