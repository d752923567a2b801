"""The frame of all pages, in a real browser: no barriers, valid, light, and used by keyboard alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import check, check_at_once
from tests.browser.conftest import DESKTOP, PHONE, Demo
from tests.browsing import press
from tests.html import complaints

pytestmark = pytest.mark.slow

NAME = "张春梅"
MOST_BYTES = 150_000
WATCH_POLICY = """
window.refused = [];
addEventListener("securitypolicyviolation", event => refused.push(event.violatedDirective + " " + event.blockedURI));
"""
WATCH_SHIFTS = """
window.shifted = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


def customer_of(page: Page) -> str:
    """The address of somebody's page."""
    page.goto(f"/customers/?q={NAME}")
    return page.locator("main tbody a[href^='/customers/']").first.get_attribute("href") or ""


def menu_of(page: Page) -> list[str]:
    page.goto("/")
    return [link.get_attribute("href") or "" for link in page.locator(".rail .sections a").all()]


def type_of_another_layout(page: Page, *pressed: tuple[str, str]) -> None:
    """Keys as a Persian or Thai keyboard sends them."""
    for key, code in pressed:
        page.evaluate(
            "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))",
            [key, code],
        )


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en", "light", DESKTOP), ("fa", "dark", PHONE), ("en", "dark", PHONE), ("fa", "light", DESKTOP)],
)
def test_no_page_of_the_day_has_barriers(
    signed_in: Callable[..., Page], language: str, scheme: Any, size: ViewportSize
) -> None:
    page = signed_in(size, language)
    page.emulate_media(color_scheme=scheme)

    everything = menu_of(page) if language == "fa" else []
    for address in ("/", "/customers/", customer_of(page), "/styleguide/", *everything):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        check(page)
        expect(page.locator("html")).to_have_js_property("scrollWidth", size["width"])


@pytest.mark.parametrize(("language", "scheme", "size"), [("en", "light", DESKTOP), ("fa", "dark", PHONE)])
def test_signing_in_has_no_barriers(
    open_page: Callable[..., Page], language: str, scheme: Any, size: ViewportSize
) -> None:
    page = open_page(size, language)
    page.emulate_media(color_scheme=scheme)

    page.goto("/sign-in/")

    check(page)


def test_what_opens_over_a_page_has_no_barriers(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/styleguide/")

    for opener in ("[data-opens='sample-modal']", "[data-opens='sample-drawer']"):
        page.locator(opener).click()
        check(page)
        press(page, "Escape")
    press(page, "?")
    check(page)
    press(page, "Escape")
    press(page, "Control+k")
    expect(page.locator("#palette").get_by_role("option").first).to_be_visible()
    check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_that_works_can_be_read(signed_in: Callable[..., Page], scheme: Any) -> None:
    page = signed_in()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/styleguide/")

    page.evaluate("document.querySelectorAll('.button, form').forEach(one => one.classList.add('htmx-request'))")

    check_at_once(page)


def test_every_page_of_the_menu_is_valid(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    addresses = [*menu_of(page), customer_of(page)]

    wrong = {address: found for address in addresses if (found := complaints(page.request.get(address).text()))}

    assert len(addresses) > 5
    assert wrong == {}


def test_a_first_visit_is_light(demo: Demo, signed_in: Callable[..., Page], browser: Browser) -> None:
    page = signed_in()
    addresses = ["/", "/customers/", customer_of(page)]
    cookies: Any = page.context.cookies()
    weights = {}

    for address in addresses:
        context = browser.new_context(base_url=demo.server.url, viewport=DESKTOP)
        context.add_cookies(cookies)
        weights[address] = weight(context.new_page(), address)
        context.close()

    assert {address: total for address, total in weights.items() if not 10_000 < total < MOST_BYTES} == {}


def weight(page: Page, address: str) -> int:
    """Bytes over the wire, headers included, for a browser that has nothing yet; without what draws charts."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    charts: set[str] = set()
    session.on("Network.requestWillBeSent", lambda event: note(event, charts))
    session.on("Network.loadingFinished", lambda event: sizes.append(size_of(event, charts)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sum(sizes)


def note(event: Any, charts: set[str]) -> None:
    if event["request"]["url"].endswith("/vega.js"):
        charts.add(event["requestId"])


def size_of(event: Any, charts: set[str]) -> int:
    return 0 if event["requestId"] in charts else int(event["encodedDataLength"])


def test_charts_are_drawn_under_the_policy(signed_in: Callable[..., Page]) -> None:
    page = signed_in(language="fa")
    page.add_init_script(WATCH_POLICY)
    page.goto("/customers/")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.reload()
    page.wait_for_load_state("networkidle")
    without = [url for url in asked if "vega" in url]
    page.goto("/styleguide/")
    charts = page.locator("figure.chart")
    expect(charts.locator(".plot svg")).to_have_count(2)

    assert without == []
    assert page.evaluate("refused") == []
    expect(charts.first.locator("svg")).to_contain_text("۴۰")
    charts.first.locator("summary").click()
    expect(charts.first.get_by_role("rowheader", name="Sat")).to_be_visible()


@pytest.fixture
def late(demo: Demo, signed_in: Callable[..., Page]) -> Iterator[tuple[Page, Callable[[], None]]]:
    """A page whose scripts arrive only once they are let through."""
    page = signed_in()
    page.add_init_script(WATCH_SHIFTS)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/*.js", hold)

    def let_through() -> None:
        while held:
            held.pop(0).continue_()
            page.wait_for_timeout(50)

    yield page, let_through
    let_through()
    page.unroute_all(behavior="ignoreErrors")


def test_a_page_stands_still_when_its_scripts_come_late(late: tuple[Page, Callable[[], None]]) -> None:
    page, let_through = late
    for address in ("/", "/customers/", "/styleguide/#fields"):
        page.goto(address, wait_until="commit")
        page.locator("main h1").first.wait_for(state="attached")
        page.wait_for_timeout(300)

        let_through()
        page.locator("html").evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")
        let_through()

        assert sum(page.evaluate("shifted")) < 0.001, address


def test_without_scripts_one_finds_a_customer_and_the_menu_opens(
    demo: Demo, signed_in: Callable[..., Page], browser: Browser
) -> None:
    cookies: Any = signed_in().context.cookies()
    context = browser.new_context(base_url=demo.server.url, viewport=PHONE, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/")

    page.locator(".menu-button").click()
    page.locator(".rail").get_by_role("link", name="Sources").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sources")
    page.locator("#search").fill(NAME)
    press(page, "Enter")
    page.locator("main").get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    context.close()


def test_the_palette_leads_to_a_customer_a_page_and_an_action(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    box = page.get_by_role("combobox")

    press(page, "Control+k")
    box.press_sequentially("zhang chun", delay=30)
    expect(page.get_by_role("option", name=NAME).first).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)

    press(page, "Control+k")
    box.fill("sourc")
    expect(page.get_by_role("option", name="Sources")).to_have_attribute("aria-selected", "true")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sources")

    press(page, "Control+k")
    box.fill("فارسی")
    expect(page.get_by_role("option", name="فارسی")).to_have_attribute("aria-selected", "true")
    # Others share this colleague, whose language would stay changed.
    page.route("**/language/", lambda route: route.fulfill(status=204))
    with page.expect_request("**/language/") as asked:
        press(page, "Enter")
    assert "language=fa" in (asked.value.post_data or "")


def test_the_palette_says_when_nothing_is_called_that_and_moves_by_arrows(signed_in: Callable[..., Page]) -> None:
    page = signed_in()

    press(page, "Control+k")
    first = page.locator("#palette").get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    press(page, "ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "palette-1")
    page.get_by_role("combobox").fill("qqqqq")

    expect(page.locator("#palette").get_by_role("status")).to_have_text("Nothing is called that.")
    press(page, "Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_keys_lead_through_the_pages_and_rows(signed_in: Callable[..., Page], demo: Demo) -> None:
    page = signed_in()

    press(page, "g")
    press(page, "c")
    page.wait_for_url("**/customers/")
    press(page, "j")
    press(page, "j")
    press(page, "k")
    second = page.locator("main tbody tr").nth(0).locator("a").first
    expect(second).to_be_focused()
    name = second.inner_text()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split("\n")[-1].strip())
    press(page, "/")
    expect(page.locator("#search")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.type("g?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#search")).to_have_value("g?")


@pytest.mark.parametrize(
    "pressed", [(("ل", "KeyG"), ("ز", "KeyC")), (("เ", "KeyG"), ("แ", "KeyC")), (("g", "KeyG"), ("c", "KeyC"))]
)
def test_keys_work_on_keyboards_of_other_scripts(
    signed_in: Callable[..., Page], pressed: tuple[tuple[str, str], ...]
) -> None:
    page = signed_in()

    type_of_another_layout(page, *pressed)

    page.wait_for_url("**/customers/")


def test_rows_are_ticked_by_keyboard_and_counted(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/styleguide/")
    form = page.locator("form[data-bulk]")
    bar = form.locator(".bulk")
    expect(bar).to_be_hidden()

    form.locator("tbody a").first.focus()
    press(page, "x")
    expect(bar).to_contain_text("1 selected")
    form.get_by_label("Tick all rows").click()
    expect(bar).to_contain_text("3 selected")
    page.get_by_role("button", name="Select none").click()

    expect(bar).to_be_hidden()


def test_a_hint_opens_for_pointer_and_keyboard_and_closes(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/styleguide/")
    told = page.locator("#hint .told")
    shown = page.locator("#hint .shown")

    shown.hover()
    expect(told).to_be_visible()
    page.mouse.move(0, 0)
    expect(told).to_be_hidden()
    shown.click()
    expect(told).to_be_visible()
    press(page, "Escape")
    expect(told).to_be_hidden()
    page.locator("#hint summary").focus()
    press(page, "Shift+Tab")

    expect(told).to_be_visible()


@pytest.mark.parametrize(
    ("language", "calendar", "typed", "after"),
    [
        ("en", "gregorian", "2026-11-23", "2026-12-31"),
        ("th", "buddhist", "2569-11-23", "2569-12-31"),
        ("fa", "jalali", "۱۴۰۵-۰۹-۰۲", "۱۴۰۵-۱۰-۱۰"),
        ("fa", "jalali", "2026-11-23", "۱۴۰۵-۱۰-۱۰"),
    ],
)
def test_a_day_is_picked_by_keyboard_in_the_readers_calendar(
    signed_in: Callable[..., Page], language: str, calendar: str, typed: str, after: str
) -> None:
    page = signed_in(language=language)
    page.goto("/styleguide/")
    line = page.locator("#field input[data-date]")
    expect(page.locator("#field .day-place")).to_be_visible()
    line.evaluate("(line, calendar) => line.dataset.calendar = calendar", calendar)

    line.fill(typed)
    press(page, "Alt+ArrowDown")
    press(page, "PageDown")
    press(page, "ArrowDown")
    press(page, "ArrowLeft" if language == "fa" else "ArrowRight")
    press(page, "Enter")

    expect(line).to_have_value(after)
    expect(line).to_be_focused()
