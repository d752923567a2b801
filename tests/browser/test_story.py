"""The first morning with the demo, as a colleague lives it in the browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import PHONE, Demo
from tests.sdk.test_servers import run_node

pytestmark = pytest.mark.slow

NAME, CARD = "张春梅", "2901000002064"
"""She buys at the till with her card and phone, and on the web with her account."""


def open_by_search(page: Page, typed: str) -> None:
    page.locator("#search").press_sequentially(typed, delay=40)
    page.locator("#suggestions").get_by_role("link", name=re.compile(f"{NAME} ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


@pytest.mark.parametrize("typed", [NAME, "zhang chunmei", "5881"])
def test_a_person_is_found_by_name_in_another_script_and_by_the_last_digits(
    signed_in: Callable[..., Page], typed: str
) -> None:
    page = signed_in()

    open_by_search(page, typed)

    expect(page.get_by_role("region", name="Profile")).to_contain_text("chunmei.zhang206@example.org")


@pytest.mark.parametrize("size", [None, PHONE])
def test_why_two_identifiers_are_one_is_read_undone_and_redone(
    signed_in: Callable[..., Page], size: ViewportSize | None
) -> None:
    page = signed_in(size)
    open_by_search(page, NAME)
    because = page.get_by_role("region", name="One person, because")
    card = because.get_by_role("listitem").filter(has=page.locator("code", has_text=CARD))

    card.locator("summary").click()
    expect(card).to_contain_text("With Account u206: demo web shop's server named both once.")
    card.get_by_role("paragraph").filter(has_text="With Account u206").get_by_role("link", name="Undo…").click()
    expect(page.get_by_role("main")).to_contain_text("A live source says this, and would say it again")
    page.get_by_role("button", name="Undo anyway").click()
    expect(because.get_by_text("was undone")).to_be_visible()
    expect(because.locator("code", has_text=CARD)).to_have_count(0)

    because.get_by_role("link", name="Take back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(because.locator("code", has_text=CARD)).to_be_visible()


def test_a_fact_that_an_sdk_sends_is_watched_as_it_arrives(
    demo: Demo, signed_in: Callable[..., Page], node_modules: Path, require: Callable[[str], Path]
) -> None:
    page = signed_in()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sources").click()
    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Name", exact=True).fill("Corner shop")
    page.get_by_role("radio", name="Server").check()
    page.get_by_role("button", name="Add the source").click()
    key = page.get_by_label("Write key").input_value()
    page.get_by_role("link", name="watch the first fact arrive").click()
    expect(page.get_by_role("heading", name="Waiting for the first fact")).to_be_visible()

    run_node(require("node"), node_modules, demo.server.url, key, "watched", "0")

    arrived = page.get_by_role("listitem").filter(has_text="Order Completed")
    expect(arrived).to_contain_text("filed")
    arrived.locator("summary").click()
    expect(arrived.locator("pre")).to_contain_text("Mango cake")
    arrived.get_by_role("link", name="Whom it is about").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("สมชาย ใจดี")
