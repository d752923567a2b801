"""The list of customers by keyboard and by mouse: filters, views, work on many, a file, somebody added by hand."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import check
from tests.browser.conftest import PHONE
from tests.browsing import press

pytestmark = pytest.mark.slow


def rows(page: Page) -> int:
    return page.locator("tbody tr").count()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("size", [None, ViewportSize(width=1024, height=740)])
def test_all_views_stand_in_one_line_on_a_wide_page(
    signed_in: Callable[..., Page], size: ViewportSize | None, language: str
) -> None:
    page = signed_in(size, language)
    rule = {"all": [{"trait": "gender", "is": "one_of", "value": ["female"]}]}

    page.goto("/customers/?rule=" + json.dumps(rule))

    row = page.locator(".looks .views")
    assert row.evaluate("row => row.scrollWidth - row.clientWidth") == 0
    views = row.locator("a").all()
    for view in views:
        expect(view).to_be_in_viewport(ratio=1)
    assert len(views) > 1
    assert len({view.evaluate("view => view.getBoundingClientRect().top") for view in views}) == 1


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_words_in_the_search_box_are_whole_on_a_phone(signed_in: Callable[..., Page], language: str) -> None:
    page = signed_in(PHONE, language)

    page.goto("/customers/")

    needed = page.locator("#search").evaluate("""box => {
        const words = Object.assign(document.createElement("span"), { textContent: box.placeholder });
        words.style.font = getComputedStyle(box).font;
        document.body.append(words);
        return words.getBoundingClientRect().width;
    }""")
    assert needed < page.locator("#search").evaluate("box => box.clientWidth")
    expect(page.get_by_role("link", name={"en": "Add", "fa": "افزودن"}[language], exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_filter_is_added_by_keyboard_changed_and_kept_as_a_view(
    signed_in: Callable[..., Page], size: ViewportSize | None
) -> None:
    page = signed_in(size)
    page.goto("/customers/")

    page.locator(".fields-menu summary").focus()
    press(page, "Enter")
    page.keyboard.type("cou")
    expect(page.get_by_role("link", name="Country", exact=True)).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_label("Value", exact=True)).to_be_focused()
    page.keyboard.type("TH")
    press(page, "Enter")
    expect(page.locator(".chip").filter(has_text="Country contains TH")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Country contains TH").click()
    expect(page.get_by_role("heading", name="Country")).to_be_visible()
    page.get_by_role("link", name="Or something else…").click()
    page.get_by_role("link", name="E-mail address").last.click()
    page.get_by_role("link", name="E-mail address is known", exact=True).click()
    page.get_by_role("button", name="Add this filter").click()
    expect(page.locator(".chip.either")).to_contain_text("Country contains TH")
    page.locator(".looks summary[title]").click()
    page.get_by_label("Name of the view").fill("Reachable")
    page.get_by_role("button", name="Keep this as a view").click()

    expect(page.get_by_role("navigation", name="Views").get_by_role("link", name="Reachable")).to_have_attribute(
        "aria-current", "page"
    )
    check(page)
    page.locator(".looks summary").first.click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete this view").click()
    expect(page.get_by_text("The view is deleted.")).to_be_visible()


def test_rows_are_ticked_by_keyboard_and_tagged(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/customers/?sort=name")

    press(page, "j")
    press(page, "x")
    press(page, "j")
    press(page, "x")
    expect(page.locator(".bulk")).to_contain_text("2 selected")
    check(page)
    page.get_by_role("button", name="Tags").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tags of 2 customers")
    check(page)
    page.keyboard.type("first two")
    press(page, "Enter")

    expect(page.get_by_text("2 customers were changed.")).to_be_visible()
    page.goto("/customers/?sort=name&columns=name,tags")
    expect(page.locator("td.tags").filter(has_text="first two")).to_have_count(2)


def test_a_search_narrows_what_the_filters_leave_while_one_types(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto('/customers/?rule={"trait":"gender","is":"not_empty"}')
    before = rows(page)

    page.locator("#people-search").press_sequentially("a", delay=20)

    expect(page.locator("#count")).to_contain_text(re.compile("found|best"))
    expect(page.locator(".chip").filter(has_text="Gender is known")).to_be_visible()
    assert "q=a" in page.url
    assert before > 0


def test_a_file_is_downloaded(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/customers/?columns=name,city,tags")

    page.locator(".filters").get_by_role("button", name="Export").click()
    page.get_by_label("Text with commas (CSV)").check()
    check(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Make the file").click()

    content = started.value.path().read_text("utf-8-sig").splitlines()
    assert content[0] == "Name,City,Tags,Regulars ID"
    assert len(content) > 100


@pytest.mark.parametrize("size", [None, PHONE])
def test_somebody_is_added_by_hand_and_their_page_opens(
    signed_in: Callable[..., Page], size: ViewportSize | None
) -> None:
    page = signed_in(size)
    page.goto("/customers/")
    name = "Walk-in" if size else "Walk-in at noon"

    page.get_by_role("main").locator("xpath=..").get_by_role("link", name="Add").first.click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_text("More about them").click()
    check(page)
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
