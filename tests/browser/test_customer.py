"""One customer by keyboard and on a phone: a value corrected where it stands, a note that names a colleague, a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.axe import check
from tests.browser.conftest import PHONE
from tests.browsing import press

pytestmark = pytest.mark.slow


def open_customer(page: Page, place: int = 0) -> None:
    """The page of somebody on the list."""
    page.goto("/customers/?sort=name")
    page.locator("main tbody a.name").nth(place).click()
    expect(page.locator("#timeline-body .loading")).to_have_count(0)


def line(page: Page, trait: str) -> Locator:
    return page.locator(f'[data-trait="{trait}"]')


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_value_is_corrected_by_keyboard_where_it_stands(
    signed_in: Callable[..., Page], size: ViewportSize | None
) -> None:
    page = signed_in(size)
    open_customer(page, 1 if size else 0)

    line(page, "name").locator(".value").focus()
    press(page, "Enter")
    expect(page.locator("input[name=name]")).to_be_focused()
    check(page)
    press(page, "Escape")
    expect(line(page, "name").locator(".value")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("input[name=name]")).to_be_focused()
    page.locator("input[name=name]").fill("Wang Wei")
    press(page, "Enter")

    expect(line(page, "name").locator(".value")).to_have_text("Wang Wei")
    expect(line(page, "name").locator(".value")).to_be_focused()
    expect(page.locator("h1")).to_have_text("Wang Wei")
    press(page, "Tab")
    expect(line(page, "name").locator(".told")).to_be_visible()
    check(page)
    line(page, "name").get_by_role("link", name="All values over time").click()
    expect(line(page, "name").locator(".history")).to_contain_text("Wang Wei")
    line(page, "name").get_by_role("button", name="Withdraw this correction").click()
    expect(line(page, "name").locator(".value")).not_to_have_text("Wang Wei")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_does_not_fit_is_said_beside_its_field(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    open_customer(page, 2)

    line(page, "phone").first.click()
    page.locator("input[name=phone]").fill("soon")
    press(page, "Enter")

    expect(page.locator(".correcting .error")).to_contain_text("Write a phone number with +")
    check(page)


def test_a_note_names_a_colleague_by_keyboard(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    open_customer(page, 3)

    page.get_by_role("link", name="Note", exact=True).click()
    expect(page.locator("#write-note")).to_be_focused()
    page.keyboard.type("Likes **tea**, ask @ow")
    expect(page.locator(".suggested [aria-selected=true]")).to_be_visible()
    check(page)
    press(page, "Enter")
    press(page, "Control+Enter")

    expect(page.locator(".notes .mention")).to_be_visible()
    expect(page.locator(".notes b")).to_have_text("tea")
    page.locator(".notes").get_by_role("button", name="Pin").click()
    expect(page.locator(".notes .pinned")).to_be_visible()
    check(page)


def test_a_file_is_kept_and_a_wrong_one_refused_in_words(signed_in: Callable[..., Page], tmp_path: Path) -> None:
    page = signed_in(PHONE)
    open_customer(page, 4)
    good, bad = tmp_path / "order.txt", tmp_path / "photo.png"
    good.write_text("two cakes")
    bad.write_text("<script>alert(1)</script>")

    page.locator("#attach-files").set_input_files([good, bad])
    page.locator("form.attach button").click()

    expect(page.locator(".files")).to_contain_text("order.txt")
    expect(page.locator("#panel-files")).to_contain_text("This file is a web page or drawing that can run scripts.")
    check(page)


def test_tags_and_who_looks_after_them_change_in_the_head(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    open_customer(page, 5)

    page.locator(".tagging summary").click()
    page.locator("#new-tag").fill("Regular")
    press(page, "Enter")
    expect(page.locator(".labels .chip").filter(has_text="Regular")).to_be_visible()
    page.locator("a#owner").click()
    page.locator("#owner-choice").select_option(index=1)
    page.locator("form#owner button").click()

    expect(page.locator("a#owner")).to_contain_text("Looked after by")
    check(page)
    page.get_by_role("button", name="Take the tag “Regular” away").click()
    expect(page.get_by_role("button", name="Take the tag")).to_have_count(0)
