"""Puts the chapters in order of time and cuts them into requests."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

import numpy as np

from regulars.unify.facts.fact import Fact, Lane

from .bundle import BUNDLE_SIZE, PANEL, PANEL_BATCH, SOURCES, Bundle
from .campaigns import campaigns
from .made import Made
from .members import members
from .orders import ledger_of, orders, refunds
from .story import WEEK, Story
from .web import Visits


def bundles(story: Story, now: int) -> Iterator[Bundle]:
    """All requests by the time they are received, moved by whole weeks: the last basket within 7 days before `now`.

    A week is made at a time, so memory holds one week's facts. `now` in microseconds since 1970.
    """
    moved, latest = weeks_before(story, now) * WEEK, 0
    for week in weeks(story):
        for bundle in sorted(_cut(week, moved), key=lambda bundle: bundle.received_at):
            # A visit may begin before midnight of the week it belongs to.
            latest = max(latest, bundle.received_at)
            yield bundle._replace(received_at=latest)


def weeks_before(story: Story, now: int) -> int:
    """How many whole weeks the year is moved."""
    return (now - story.journey.last_at) // WEEK


def weeks(story: Story) -> Iterator[list[Made]]:
    """What happened in each week, in order of time; what came before the first basket is in the first week."""
    ledger, placed_at = ledger_of(story.journey), story.journey.baskets.placed_at
    visits = Visits(story, ledger)
    others = sorted(chain(members(story), campaigns(story), refunds(story, ledger)), key=_occurred_at)
    times = [fact.occurred_at for _, fact in others]
    ends = np.arange(placed_at[0] + WEEK, placed_at[-1] + 2 * WEEK, WEEK).tolist()
    start = told = 0
    for end in ends:
        stop, telling = int(np.searchsorted(placed_at, end)), bisect_left(times, end)
        if start < stop:
            week = chain(others[told:telling], orders(story, ledger, start, stop), visits.between(start, stop))
            yield sorted(week, key=_occurred_at)
            start, told = stop, telling
    yield others[told:]


def _occurred_at(made: Made) -> int:
    return made[1].occurred_at


def _cut(week: list[Made], moved: int) -> Iterator[Bundle]:
    by_source: dict[str, list[Fact]] = {name: [] for name in SOURCES}
    for name, fact in week:
        fact.occurred_at += moved
        by_source[name].append(fact)
    for name, facts in by_source.items():
        lane, batch = (Lane.IMPORTS, PANEL_BATCH) if name == PANEL else (Lane.LIVE, 0)
        for start in range(0, len(facts), BUNDLE_SIZE):
            part = facts[start : start + BUNDLE_SIZE]
            yield Bundle(name, lane, batch, part[-1].occurred_at, part)
