"""Who is new: the first key of each day tells."""

import pytest

from regulars.base.fields.moments import DAY, now
from regulars.unify.facts.models import Day
from regulars.unify.facts.queries import first_key_since

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "first"), [(1, 90), (2, 50), (7, 50), (8, 20), (400, 20)])
def test_the_first_key_of_some_days_is_that_of_their_oldest_noted_one(days: int, first: int) -> None:
    today = now() // DAY
    for ago, key in ((0, 90), (1, 50), (7, 20), (30, None)):
        Day.objects.create(day=today - ago, first_position=1, first_key=key)

    assert first_key_since(days) == first


def test_where_no_day_was_noted_everybody_may_be_new() -> None:
    assert first_key_since(7) == 0
