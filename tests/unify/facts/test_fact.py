import pytest

from regulars.base.fields.moments import DAY
from regulars.unify.facts.fact import IMPLAUSIBLE, Fact, decode_facts, encode, raw, time_flags

NEW_YEAR = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z


def test_fact_with_empty_objects_is_read_back_as_it_was_written() -> None:
    fact = Fact("identify", "m1", 1, traits=raw({}), properties=raw({}), context=raw({}))

    (read,) = decode_facts(encode([fact]))

    assert (read, bytes(read.traits)) == (fact, b"")


@pytest.mark.parametrize(
    ("occurred_at", "plausible"),
    [
        (NEW_YEAR, True),
        (NEW_YEAR + DAY, True),
        (NEW_YEAR + DAY + 1, False),
        (946_684_800_000_000, True),
        (946_684_799_999_999, False),
    ],
)
def test_times_are_plausible_between_2000_and_a_day_ahead(occurred_at: int, plausible: bool) -> None:
    assert time_flags(occurred_at, received_at=NEW_YEAR) == (0 if plausible else IMPLAUSIBLE)
