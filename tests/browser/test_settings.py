"""Settings in a real browser: no barriers, valid, as wide as the screen, and one's own language chosen by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import check
from tests.browser.conftest import DESKTOP, PHONE
from tests.browsing import press
from tests.html import complaints

pytestmark = pytest.mark.slow

PAGES = ("", "preferences/", "business/", "sign-in/", "mail/", "sms/", "outbox/", "webhooks/", "webhooks/add/")


@pytest.mark.parametrize(("language", "scheme", "size"), [("en", "light", DESKTOP), ("fa", "dark", PHONE)])
def test_settings_have_no_barriers(
    signed_in: Callable[..., Page], language: str, scheme: Any, size: ViewportSize
) -> None:
    page = signed_in(size, language)
    page.emulate_media(color_scheme=scheme)

    for name in PAGES:
        page.goto(f"/settings/{name}")
        page.wait_for_load_state("networkidle")
        page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        check(page)
        expect(page.locator("html")).to_have_js_property("scrollWidth", size["width"])
        assert complaints(page.request.get(f"/settings/{name}").text()) == []


def test_a_reader_chooses_how_pages_are_written(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/settings/preferences/")

    page.select_option("#id_language", "fa")
    page.select_option("#id_time_zone", "Asia/Tehran")
    press(page, "Tab")
    page.locator("main form button").last.press("Enter")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.select_option("#id_language", "")
    page.select_option("#id_time_zone", "")
    page.locator("main form button").last.click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def test_a_webhook_is_added_and_deleted(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/settings/webhooks/add/")

    page.fill("#id_url", "https://shop.example/hooks")
    page.locator("main form button").last.click()

    expect(page.locator("#secret")).to_contain_text("whsec_")
    check(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("form[action$='/delete/'] button").click()
    page.wait_for_url("**/settings/webhooks/")


def test_a_mail_that_cannot_be_sent_says_why(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/settings/mail/")

    page.fill("#id_host", "127.0.0.1")
    page.select_option("#id_security", "none")
    page.fill("#id_port", "۹")
    page.fill("#id_sender", "shop@shop.example")
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Send a test message").click()

    expect(page.get_by_text("No mail server answers.")).to_be_visible()
    check(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/settings/mail/")
    page.locator("form[action$='/forget/'] button").click()
    expect(page.get_by_text("No mail server is set any more.")).to_be_visible()
