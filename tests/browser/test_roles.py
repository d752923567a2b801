"""A day's work of each role, in English at a desk and in Persian on a phone; pictures of it are kept for the manual.

`make screenshots` keeps the pictures in docs/screenshots; else they go where pytest puts what is temporary.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import check
from tests.browser.conftest import DESKTOP, PHONE, Demo
from tests.browsing import press

pytestmark = pytest.mark.slow

NAME, DIGITS = "张春梅", "5881"
"""She lives in the demo; the digits end her phone number."""
PASSWORD = "Seven green umbrellas wait"
PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST_PICTURE = 300_000


@dataclass(frozen=True)
class World:
    """A language and the size of a screen."""

    language: str
    size: ViewportSize

    @property
    def name(self) -> str:
        return "phone" if self.size == PHONE else "desk"


WORLDS = [World("en", DESKTOP), World("fa", PHONE)]


@dataclass
class Desk:
    """A colleague at their page, in one of the worlds."""

    page: Page
    world: World
    pictures: Path

    def picture(self, name: str) -> None:
        """Look for barriers, and keep what is seen."""
        self.page.wait_for_load_state("networkidle")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.world.size["width"], self.page.url
        check(self.page)
        path = self.pictures / f"{name}-{self.world.language}-{self.world.name}.png"
        # Hiding the caret would leave inline styles behind, which the policy of the pages refuses.
        self.page.screenshot(path=path, caret="initial")
        assert path.stat().st_size <= LARGEST_PICTURE

    def find(self, typed: str, name: str) -> None:
        """Open somebody by what is typed into the search of the frame."""
        self.page.locator("#search").press_sequentially(typed, delay=30)
        self.page.locator("#suggestions a").filter(has_text=name).first.click()
        self.page.wait_for_url(re.compile(r"/customers/\d+/$"))

    def says(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if os.environ.get("SCREENSHOTS"):
        PICTURES.mkdir(exist_ok=True)
        return PICTURES
    return tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="session")
def colleagues(demo: Demo) -> dict[str, tuple[str, str]]:
    """Role → e-mail address and password of somebody who has it."""
    found = {"owner": (demo.user, demo.password)}
    for role in ("administrator", "marketer", "sales", "service", "analyst", "viewer"):
        email = f"{role}@shop.example"
        regulars(demo, "create", email, "--role", role, "--name", role.capitalize())
        found[role] = (email, regulars(demo, "password", email)["password"])
    return found


def regulars(demo: Demo, *arguments: str) -> dict[str, str]:
    command = ["regulars", "staff", *arguments, "--json"]
    said: dict[str, str] = json.loads(subprocess.run(command, env=demo.home, check=True, capture_output=True).stdout)
    return said


@pytest.fixture(params=WORLDS, ids=[f"{world.language}-{world.name}" for world in WORLDS])
def sit_down(
    request: pytest.FixtureRequest,
    open_page: Callable[..., Page],
    colleagues: dict[str, tuple[str, str]],
    pictures: Path,
) -> Callable[[str], Desk]:
    """`sit_down("sales")` is a colleague of that role who has signed in."""
    world: World = request.param

    def sign_in(role: str) -> Desk:
        page = open_page(world.size, world.language)
        page.goto("/")
        email, password = colleagues[role]
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        press(page, "Enter")
        page.wait_for_url(re.compile(r":\d+/$"))
        return Desk(page, world, pictures)

    return sign_in


def test_the_owner_sets_out_goals_and_invites_somebody(
    sit_down: Callable[[str], Desk], open_page: Callable[..., Page]
) -> None:
    desk = sit_down("owner")
    page = desk.page
    expect(page.locator("figure")).to_be_visible()
    desk.picture("home")

    page.goto("/start/")
    page.locator("input[name=goal]").first.check()
    desk.picture("goals")
    page.locator("main form button").click()
    page.locator("details > summary").last.click()
    for box in page.locator("input[name=field]").all():
        box.check()
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/start/steps/$"))
    mark, title = page.locator(".steps .dot").first.bounding_box(), page.locator(".steps b").first.bounding_box()
    assert mark is not None
    assert title is not None
    assert title["y"] < mark["y"] + mark["height"] < title["y"] + title["height"]
    desk.picture("steps")

    email = f"new-{desk.world.name}@shop.example"
    page.goto("/settings/staff/invite/")
    page.locator("input[name=email]").fill(email)
    page.locator("select[name=role], input[name=role]").first.select_option("sales")
    page.locator("main form button.main").click()
    link = page.get_by_text(re.compile(r"/invitation/\S+")).first.inner_text()
    desk.picture("invitation")

    guest = open_page(desk.world.size, desk.world.language)
    guest.goto(link.strip())
    guest.locator("input[name=name]").fill("نسرین")
    guest.locator("input[type=password]").first.fill(PASSWORD)
    press(guest, "Enter")
    guest.wait_for_url(re.compile(r":\d+/$"))
    expect(guest.locator("h1")).to_be_visible()


def test_the_owner_reads_who_did_what(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("owner")
    desk.find(DIGITS, NAME)
    desk.page.goto("/audit/")

    expect(desk.page.locator("main a[href^='/customers/']").first).to_be_visible()
    desk.picture("audit")


def test_the_administrator_keeps_fields_and_colleagues_in_order(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("administrator")
    page = desk.page

    page.goto("/fields/")
    desk.picture("fields")
    page.goto("/settings/staff/")
    desk.says("sales@shop.example")
    desk.picture("staff")
    page.goto("/settings/")
    desk.picture("settings")


def test_sales_adds_a_customer_and_notes_what_was_agreed(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("sales")
    page = desk.page

    page.goto("/customers/add/")
    page.locator("input[name=name]").fill(f"Nok {desk.world.name}")
    page.locator("input[name=phone]").fill("+۶۶ ۸۱ ۲۳۴ ۹۹۰۰" if desk.world.language == "fa" else "+66 81 234 9911")
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/customers/\d+/"))
    expect(page.locator("h1")).to_contain_text("Nok")
    page.locator("#write-note").fill("Wants the mango cake on Friday.")
    page.locator("form.write button.main").click()

    expect(page.locator("ol.notes")).to_contain_text("Wants the mango cake on Friday.")
    desk.picture("added")


def test_service_finds_somebody_corrects_a_value_where_it_stands_and_tells_a_colleague(
    sit_down: Callable[[str], Desk],
) -> None:
    desk = sit_down("service")
    page = desk.page
    desk.find(DIGITS, NAME)
    expect(page.locator("h1")).to_contain_text(NAME)
    desk.picture("customer")
    city = f"Chiang Mai {desk.world.name}"

    page.locator("[data-trait=city] a").first.click()
    page.locator(".correcting input[name=city]").fill(city)
    page.locator(".correcting button.main").click()

    expect(page.locator("dl [data-trait=city] dd").first).to_have_text(city)
    page.locator("#write-note").press_sequentially("@Sal", delay=30)
    page.locator("[role=option]").first.click()
    page.locator("#write-note").press_sequentially(" please call", delay=5)
    page.locator("form.write button.main").click()
    expect(page.locator("ol.notes")).to_contain_text("please call")
    desk.picture("corrected")


def until_there_are(page: Page, rows: int) -> None:
    """What filters ask follows within seconds."""
    for _ in range(20):
        if page.locator("tbody tr").count() == rows:
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("tbody tr")).to_have_count(rows)


def test_marketing_narrows_the_list_tags_it_and_takes_it_along(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("marketer")
    page = desk.page
    rule = {"all": [{"trait": "gender", "is": "one_of", "value": ["female"]}]}
    page.goto("/customers/?rule=" + json.dumps(rule))
    desk.picture("customers")
    tag = f"spring {desk.world.name}"

    page.locator("tbody input[name=key]").nth(0).check()
    page.locator("tbody input[name=key]").nth(1).check()
    page.locator(".bulk button").first.click()
    page.locator("#added").fill(tag)
    page.locator("main form button.main").click()
    tagged = json.dumps({"all": [{"trait": "tags", "is": "has_any", "value": [tag]}]})
    expect(page.locator("[role=status], .messages").first).to_be_visible()
    page.goto("/customers/?rule=" + tagged)
    until_there_are(page, 2)

    page.goto("/customers/?rule=" + json.dumps(rule))
    page.locator("tbody input[name=key]").nth(0).check()
    page.locator(".bulk button[formaction*=export]").click()
    page.locator("input[value=csv]").check()
    with page.expect_download() as waiting:
        page.locator("main form button.main").click()
    assert waiting.value.suggested_filename.endswith(".csv")


def test_the_analyst_sees_groups_and_no_names(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("analyst")
    page = desk.page

    page.goto("/customers/?sort=city")
    expect(page.locator("tbody tr").first).to_contain_text("•••")
    desk.picture("masked")
    page.goto("/customers/?sort=name")
    expect(page.locator(".messages")).to_be_visible()
    page.goto(f"/customers/?q={NAME}")
    expect(page.locator("tbody tr")).to_have_count(0)


def test_a_viewer_looks_and_changes_nothing(sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down("viewer")
    page = desk.page

    page.goto("/customers/")
    page.locator("tbody a.name").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))

    expect(page.locator("h1")).to_contain_text("•••")
    assert page.locator("main form[method=post]").count() == 0
    desk.picture("viewer")
