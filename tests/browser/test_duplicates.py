"""The queue of duplicates by keyboard, by mouse on a phone, and from right to left."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import check
from tests.browser.conftest import PHONE, Demo
from tests.browsing import press

pytestmark = pytest.mark.slow

TELL = """
import django, sys
django.setup()
from regulars.base.fields.moments import now
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, Lane, raw
from regulars.unify.facts.services import create_source, take
from regulars.unify.quality.matching import jobs
from regulars.unify.facts import inbox
import time
source = create_source("Second till", kind=SourceKind.TILL, actor="owner", region="TH")
pairs = [("สมชาย", "ใจดี", "Somchai", "Jaidee"), ("王伟", "", "Wang Wei", ""), ("رضا", "احمدی", "Reza", "Ahmadi")]
facts = []
for place, (one, family, other, other_family) in enumerate(pairs):
    for side, (first, last) in enumerate(((one, family), (other, other_family))):
        names = {"first_name": first, "last_name": last} if last else {"name": first}
        traits = raw(names | {"birthday": f"1990-0{place + 1}-14", "city": "Pai", "postal_code": "58130"})
        facts.append(Fact(Kind.IDENTIFY, f"{place}-{side}", now(), [("external_id", f"d{place}{side}")], traits=traits))
take(facts, source=source.pk, lane=Lane.LIVE)
while inbox.waiting():
    time.sleep(0.2)
jobs.look(lambda _: None, is_all=True)
"""


@pytest.fixture(scope="module")
def pairs(demo: Demo) -> None:
    """Three people told twice, in two scripts each, found as pairs."""
    environment = demo.home | {"DJANGO_SETTINGS_MODULE": "regulars.settings"}
    subprocess.run([sys.executable, "-c", TELL], env=environment, check=True)


def chosen(page: Page) -> str:
    return page.locator(".pairs [aria-current]").inner_text()


def test_the_queue_is_worked_through_by_keyboard(pairs: None, signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.goto("/quality/duplicates/")
    first = chosen(page)

    press(page, "j")
    page.wait_for_url("**?pair=*")
    second = chosen(page)
    press(page, "k")
    expect(page.locator(".pairs [aria-current]")).to_have_text(first)
    press(page, "y")
    expect(page.get_by_text("They are one customer now.")).to_be_visible()
    press(page, "u")
    expect(page.get_by_text("Taken back: they wait again.")).to_be_visible()
    press(page, "n")
    expect(page.get_by_text("They are kept apart, and nobody is asked again.")).to_be_visible()
    press(page, "s")
    expect(page.get_by_text("Put aside.")).to_be_visible()

    assert second != first
    check(page)


@pytest.mark.usefixtures("pairs")
def test_the_queue_works_on_a_phone_from_right_to_left(signed_in: Callable[..., Page]) -> None:
    page = signed_in(PHONE, "fa")

    page.goto("/quality/duplicates/")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    check(page)
