"""A small part of the demo, generated once: 20 households with about 1,500 baskets."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from regulars.demo import services, story
from regulars.demo.bundle import Bundle
from regulars.unify.facts.fact import Fact

NOW = int(dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC).timestamp()) * 1_000_000
HOUSEHOLDS = 20


@pytest.fixture(scope="session")
def small_story() -> story.Story:
    return story.tell(HOUSEHOLDS)


@pytest.fixture(scope="session")
def small_bundles() -> list[Bundle]:
    return list(services.facts(NOW, households=HOUSEHOLDS))


@pytest.fixture(scope="session")
def said(small_bundles: list[Bundle]) -> dict[str, list[Fact]]:
    """The facts by event name, or by kind for other calls; each list in the order in which it is sent."""
    found: dict[str, list[Fact]] = {}
    for bundle in small_bundles:
        for fact in bundle.facts:
            found.setdefault(fact.event if fact.kind == "track" else fact.kind, []).append(fact)
    return found


def parsed(raw: bytes) -> dict[str, Any]:
    """A JSON object with every number that has a point as a Decimal."""
    value = json.loads(bytes(raw), parse_float=Decimal)
    assert isinstance(value, dict)
    return value


def cents(value: float) -> Decimal:
    """Money as the package has it, which is off by up to 1e-11 in a few of 1.5 million places."""
    amount = round(Decimal(value), 2)
    assert abs(amount - Decimal(value)) < Decimal("1e-10")
    return amount
