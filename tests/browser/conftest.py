"""What `make demo` ends with, small: the demo's customers, served, and a colleague's browser that has signed in."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browsing import chromium
from tests.conftest import home_in
from tests.sdk.conftest import node_modules
from tests.serving import Server, running

__all__ = ["node_modules"]

HOUSEHOLDS = "150"
PATIENCE_MS = 20_000
DESKTOP = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=360, height=740)


@dataclass
class Demo:
    """A served demo, and what its command printed."""

    server: Server
    home: dict[str, str]
    printed: str

    @property
    def user(self) -> str:
        return self.found(r"sign in as (\S+)")

    @property
    def password(self) -> str:
        return self.found(r"with the password (\S+)")

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.printed)
        assert match is not None, self.printed
        return match[1]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as its command loads it."""
    folder = tmp_path_factory.mktemp("demo")
    folder.chmod(0o700)
    with home_in(folder) as home:
        command = ["regulars", "demo", "--no-serve", "--households", HOUSEHOLDS]
        printed = subprocess.run(command, env=home, check=True, capture_output=True, text=True).stdout
        with running(home) as server:
            yield Demo(server, home, printed)


@pytest.fixture(scope="module")
def browser(require: Callable[[str], Path]) -> Iterator[Browser]:
    """The system's Chromium; it goes with the module, because its event loop must not run beside other tests."""
    with chromium(require) as started:
        yield started


@pytest.fixture
def open_page(demo: Demo, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A fresh page at the sign-in; whatever the console or a script complains about fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def opened(size: ViewportSize | None = None, language: str = "en") -> Page:
        context = browser.new_context(base_url=demo.server.url, viewport=size or DESKTOP, locale=language)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    expect.set_options(timeout=PATIENCE_MS)
    yield opened
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture
def signed_in(demo: Demo, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """A page of a colleague who has signed in."""

    def page_of(size: ViewportSize | None = None, language: str = "en") -> Page:
        page = open_page(size, language)
        page.goto("/")
        page.locator("input[name=email], input[name=login]").fill(demo.user)
        page.locator("input[type=password]").fill(demo.password)
        page.keyboard.press("Enter")
        page.wait_for_url(demo.server.url + "/")
        return page

    return page_of
