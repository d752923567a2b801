"""Old message ids of live facts are forgotten, those of file rows never."""

import pytest

from regulars.unify.facts import sql
from regulars.unify.facts.enums import SourceKind
from regulars.unify.road.forgetting import KEEP_DAYS, SLICES, Forgetting, today
from tests.unify.telling import source

pytestmark = pytest.mark.django_db(transaction=True)


def seen(position: int, batch: int) -> tuple[int, bytes, int, int, int, int]:
    return (1, bytes([position * 80 % 256]) * 16, batch, position, 1, 0)


@pytest.fixture
def remembered() -> None:
    till = source(SourceKind.TILL)
    rows = [(till.pk, *row[1:]) for row in (seen(1, 0), seen(2, 7), seen(3, 0))]
    columns = ["source bigint", "hash bytea", "batch bigint", "position bigint", "key bigint", "digest bigint"]
    sql.insert("seen", columns, rows)
    sql.run("INSERT INTO counter (name, next) VALUES ('position', 4)")


def test_live_messages_go_after_ninety_days_and_file_rows_stay(remembered: None) -> None:
    sql.run("INSERT INTO day (day, first_position) VALUES (%s, 3)", today() - KEEP_DAYS)
    forgetting = Forgetting()

    turns = 0
    while forgetting.turn():
        turns += 1

    assert sql.run("SELECT position FROM seen ORDER BY position") == [(2,), (3,)]
    assert (turns, forgetting.turn()) == (SLICES, False)


def test_nothing_goes_before_ninety_days_are_over(remembered: None) -> None:
    sql.run("INSERT INTO day (day, first_position) VALUES (%s, 3)", today() - KEEP_DAYS + 1)

    Forgetting().turn()

    assert sql.run("SELECT position FROM seen ORDER BY position") == [(1,), (2,), (3,)]


def test_each_days_first_position_is_noted_once(remembered: None) -> None:
    Forgetting().turn()
    sql.run("UPDATE counter SET next = 9")

    Forgetting().turn()

    assert sql.run("SELECT day, first_position FROM day") == [(today(), 4)]
