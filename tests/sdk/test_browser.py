"""The vendor's client for browsers, unchanged, on a page of another origin."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browsing import chromium, serving_files
from tests.sdk.conftest import CLIENTS, Shop
from tests.serving import wait_until

pytestmark = pytest.mark.slow

LOAD = """async ([writeKey, cdnURL, batching]) => {
  const integrations = batching
    ? { "Segment.io": { deliveryStrategy: { strategy: "batching", config: { size: 3, timeout: 200 } } } }
    : {};
  window.shop = AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL }, { integrations });
  await window.shop.ready();
  return (await window.shop.user()).anonymousId();
}"""
CALLS = """async (user) => {
  await shop.page("Shop", "Home");
  await shop.track("Product Viewed", { sku: "latte" });
  await shop.identify(user, { firstName: "王", nickname: "Wang", plan: "gold" });
  await shop.track("Product Added", { sku: "latte", quantity: 1 });
  await shop.group(`${user}-company`, { name: "Acme" });
  await shop.alias(`${user}-after`);
}"""


@pytest.fixture
def page(require: Callable[[str], Path], node_modules: Path) -> Iterator[Page]:
    client = node_modules / "@segment" / "analytics-next" / "dist" / "umd" / "index.js"
    with chromium(require) as browser, serving_files(shop=CLIENTS / "shop.html", analytics_js=client) as origin:
        page = browser.new_page()
        page.goto(f"{origin}/shop")
        yield page


@pytest.mark.parametrize("batching", [False, True])
def test_browser_client_on_another_origin_is_understood(shop: Shop, page: Page, batching: bool) -> None:
    user = f"browser-{'batched' if batching else 'single'}"
    write_key = shop.source(user, "browser")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)

    visitor = page.evaluate(LOAD, [write_key, shop.server.url, batching])
    page.evaluate(CALLS, user)

    profile = shop.counted(f"anonymous_id/{visitor}", 3)
    assert failed == []
    assert sorted(entry["event"] for entry in profile["timeline"]) == ["Home", "Product Added", "Product Viewed"]
    assert sorted((one["type"], one["value"]) for one in profile["identifiers"]) == [
        ("anonymous_id", visitor),
        ("user_id", user),
    ]
    assert profile["traits"]["nickname"] == "Wang"
    assert [(group["value"], group["traits"]) for group in profile["groups"]] == [(f"{user}-company", {"name": "Acme"})]


@pytest.mark.parametrize("status", [429, 503])
def test_browser_client_retries(shop: Shop, page: Page, status: int) -> None:
    write_key = shop.source(f"browser-{status}", "browser")
    refused: list[str] = []

    def refuse_first(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=status, headers={"Access-Control-Allow-Origin": "*", "Retry-After": "1"}, body="{}")

    page.route("**/v1/t", refuse_first)
    visitor = page.evaluate(LOAD, [write_key, shop.server.url, False])
    page.evaluate("() => { shop.track('Product Viewed', { sku: 'latte' }) }")

    def arrived() -> bool:
        page.wait_for_timeout(200)
        profile = shop.customer(f"anonymous_id/{visitor}")
        return profile is not None and len(profile["timeline"]) == 1

    wait_until(arrived)
    assert len(refused) == 1


def test_browser_client_with_an_unknown_key_says_so(shop: Shop, page: Page) -> None:
    said: list[str] = []
    page.on("response", lambda response: said.append(f"{response.status} {response.url.rpartition('/v1/')[2]}"))

    page.evaluate(f"(given) => {{ ({LOAD})(given).catch(() => 0) }}", ["no-such-key", shop.server.url, False])

    def was_told() -> bool:
        page.wait_for_timeout(50)
        return "404 projects/no-such-key/settings" in said

    wait_until(was_told)
