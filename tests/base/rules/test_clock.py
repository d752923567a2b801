"""Days as the business counts them, with the turns of its clocks and calendars."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from regulars.base.rules.clock import Clock
from regulars.base.rules.operators import OPERATORS
from regulars.base.rules.vocabulary import KINDS


def at(moment: str, zone: str) -> Clock:
    read = dt.datetime.fromisoformat(moment)
    return Clock(int(read.timestamp()) * 1_000_000, ZoneInfo(zone))


def test_today_is_the_day_of_the_business() -> None:
    assert at("2026-01-01T18:00+00:00", "Asia/Bangkok").today == dt.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Asia/Bangkok", "2026-01-02", "2026-01-01T17:00+00:00"),
        ("Asia/Tehran", "2020-03-21", "2020-03-20T20:30+00:00"),  # midnight is skipped: the day begins at one
        ("America/Havana", "2025-11-02", "2025-11-02T04:00+00:00"),  # midnight comes twice: the first counts
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00+00:00"),  # a day that there was not
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00+00:00"),
    ],
)
def test_a_day_begins_at_its_first_moment(zone: str, day: str, start: str) -> None:
    assert Clock(0, ZoneInfo(zone)).start(dt.date.fromisoformat(day)) == dt.datetime.fromisoformat(start)


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (-1, "months", "2024-02-29"),
        (1, "months", "2024-04-30"),
        (-1, "years", "2023-03-31"),
        (11, "months", "2025-02-28"),
        (-13, "months", "2023-02-28"),
        (2, "weeks", "2024-04-14"),
        (-31, "days", "2024-02-29"),
    ],
)
def test_a_month_without_the_day_gives_its_last(count: int, unit: str, day: str) -> None:
    clock = at("2024-03-31T12:00+00:00", "UTC")

    assert clock.day_from_today(count, unit) == dt.date.fromisoformat(day)


def test_days_go_by_the_wall_clock_and_hours_by_the_stopwatch() -> None:
    clock = at("2024-03-10T16:00+00:00", "America/New_York")  # noon, on the day of the spring change

    assert clock.moment_from_now(-1, "days") == dt.datetime.fromisoformat("2024-03-09T17:00+00:00")
    assert clock.moment_from_now(-24, "hours") == dt.datetime.fromisoformat("2024-03-09T16:00+00:00")


def test_who_was_born_on_a_leap_day_has_a_birthday_every_year() -> None:
    assert at("2025-02-27T12:00+00:00", "UTC").days_ahead(2) == {227, 228, 229}
    assert at("2024-02-27T12:00+00:00", "UTC").days_ahead(2) == {227, 228}
    assert len(at("2025-01-01T12:00+00:00", "UTC").days_ahead(366)) == 366


def test_every_kind_of_trait_can_be_asked_whether_it_is_known() -> None:
    assert {kind for kind, operators in OPERATORS.items() if {"empty", "not_empty"} <= set(operators)} >= set(
        KINDS.values()
    )
