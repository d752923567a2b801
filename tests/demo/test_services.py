import sys

import pytest

from regulars.demo import services
from regulars.demo.bundle import SOURCES, Bundle
from regulars.demo.counts import DemoCounts
from regulars.demo.errors import ExtraMissing
from regulars.unify.facts import inbox, queries
from regulars.unify.facts.fact import Lane
from tests.demo.conftest import NOW


def waiting() -> list[inbox.InboxRequest]:
    return [row for lane in Lane for row in inbox.next_rows(lane, 0, 1_000_000)]


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


@pytest.mark.django_db(transaction=True)
def test_load_makes_the_sources_and_puts_every_request_in_the_inbox() -> None:
    heard: list[tuple[int, int]] = []

    counts = services.load(lambda done, total: heard.append((done, total)), households=4)

    stored = waiting()
    assert {source.name: source.kind for source in queries.sources()} == SOURCES
    assert (len(stored), sum(row.count for row in stored)) == (counts.requests, counts.facts)
    assert heard[-1] == (counts.orders, counts.orders)


@pytest.mark.django_db(transaction=True)
def test_load_again_sends_the_same_requests() -> None:
    services.load(quiet, households=4)
    first = waiting()

    services.load(quiet, households=4)

    again = waiting()[: 2 * len(first)]
    sent = sorted((row.lane, row.source, row.batch, row.received_at, row.body) for row in first)
    assert sorted((row.lane, row.source, row.batch, row.received_at, row.body) for row in again) == sorted(sent * 2)


def test_counts_tell_orders_from_the_rest(small_bundles: list[Bundle]) -> None:
    counts = DemoCounts()

    for bundle in small_bundles:
        counts.add(bundle)

    assert counts.requests == len(small_bundles)
    assert (
        counts.orders
        == counts.said["demo till", "Order Completed"] + counts.said["demo web shop's server", "Order Completed"]
    )
    assert counts.facts == counts.orders + counts.others == sum(len(bundle.facts) for bundle in small_bundles)


def test_missing_package_is_named_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("story", "people"):
        monkeypatch.delitem(sys.modules, f"regulars.demo.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "faker", None)

    with pytest.raises(ExtraMissing) as caught:
        next(services.facts(NOW))

    assert str(caught.value) == (
        "The demo's data needs the package faker. Install it with: pip install 'regulars[demo]'"
    )
