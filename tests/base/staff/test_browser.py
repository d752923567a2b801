"""A real browser at a served instance: a passkey is made, asked for and lets in alone; without JavaScript none is."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import chromium
from tests.conftest import home_in
from tests.serving import running

pytestmark = pytest.mark.slow

EMAIL = "owner@shop.example"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a served database, and its owner's password."""
    folder = tmp_path_factory.mktemp("shop")
    folder.chmod(0o700)
    with home_in(folder) as home:

        def ask(*arguments: str) -> dict[str, str]:
            command = ["regulars", "staff", *arguments, "--json"]
            return dict(json.loads(subprocess.run(command, env=home, check=True, capture_output=True).stdout))

        ask("create", EMAIL, "--role", "owner")
        password = ask("reset", EMAIL)["password"]
        with running(home) as server:
            yield server.url.replace("127.0.0.1", "localhost"), password


@pytest.fixture(scope="module")
def browser(require: Callable[[str], Path]) -> Iterator[Browser]:
    with chromium(require) as launched:
        yield launched


def with_phone(context: BrowserContext) -> Page:
    """A page in a browser whose computer has a fingerprint reader."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return page


def give_password(page: Page, shop: tuple[str, str]) -> None:
    page.goto(f"{shop[0]}/sign-in/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(shop[1])
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def test_a_passkey_from_making_it_to_coming_in_with_it(browser: Browser, shop: tuple[str, str]) -> None:
    page = with_phone(browser.new_context(locale="en"))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    give_password(page, shop)
    page.goto(f"{shop[0]}/settings/me/security/passkeys/")
    page.get_by_label("What do you call it?").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("#codes li")).to_have_count(10)
    sign_out(page)

    give_password(page, shop)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{shop[0]}/")
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{shop[0]}/")
    assert complaints == []
    page.context.close()


def test_without_javascript_passkeys_are_not_offered(browser: Browser, shop: tuple[str, str]) -> None:
    page = browser.new_context(locale="en", java_script_enabled=False).new_page()

    page.goto(f"{shop[0]}/sign-in/")

    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.context.close()


def test_a_passkey_that_is_not_there_is_told_in_words(browser: Browser, shop: tuple[str, str]) -> None:
    page = with_phone(browser.new_context(locale="en"))

    page.goto(f"{shop[0]}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="The passkey was not used")).to_be_visible()
    page.context.close()
