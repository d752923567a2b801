"""Values in JSON, buckets and cursors."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from regulars.rest import cursors, limits, values
from regulars.rest.errors import CursorInvalid, TooManyRequests


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (1_772_334_000_000_000, "2026-03-01T03:00:00Z"),
        (1_772_334_000_000_001, "2026-03-01T03:00:00.000001Z"),
        (datetime(2026, 3, 1, 3, tzinfo=UTC), "2026-03-01T03:00:00Z"),
        (0, None),
        (None, None),
        (2**62, None),
    ],
)
def test_a_moment_is_written_as_rfc_3339(given: int | datetime | None, written: str | None) -> None:
    assert values.moment(given) == written


def test_a_moment_is_read_back() -> None:
    assert values.given_moment("2026-03-01T10:00:00.000001+07:00") == 1_772_334_000_000_001


@pytest.mark.parametrize("text", ["2026-03-01", "2026-03-01T10:00:00", "2026-13-01T10:00:00Z", "17723", "", None, 5])
def test_what_is_no_moment_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="2026-03-01T09:30:00Z"):
        values.given_moment(text)


@pytest.mark.parametrize(("amount", "written"), [("1E+3", "1000"), ("129.50", "129.50"), ("-0.0001", "-0.0001")])
def test_money_has_no_exponent(amount: str, written: str) -> None:
    assert values.money(Decimal(amount)) == written


@pytest.mark.parametrize("text", ["0", "01", "", "x", "9" * 19, "١٢", 5, None])
def test_what_is_no_key_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="digits"):
        values.key_number(text)


def test_a_cursor_holds_for_its_list_and_its_shape() -> None:
    cursor = cursors.write("orders", (5, "shop", "R-1"))

    assert cursors.read("orders", cursor, (int, str, str)) == [5, "shop", "R-1"]
    for name, text, types in (("events", cursor, (int, str, str)), ("orders", cursor, (int,)), ("orders", "x", (int,))):
        with pytest.raises(CursorInvalid):
            cursors.read(name, text, types)


def test_a_bucket_fills_with_time() -> None:
    limits.buckets.clear()
    for _ in range(limits.BURST):
        limits.spend(1, now=0.0)

    with pytest.raises(TooManyRequests):
        limits.spend(1, now=0.0)
    assert limits.spend(2, now=0.0).remaining == limits.BURST - 1
    assert limits.spend(1, now=1.0).remaining == limits.PER_SECOND - 1


def test_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    limits.buckets.clear()
    monkeypatch.setattr(limits, "MOST_KEYS", 10)

    for key_id in range(100):
        limits.spend(key_id, now=float(key_id))

    assert len(limits.buckets) <= 11
