"""A process that dies in the middle of an import: what it brings in the end is what a calm run brings."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.conftest import Home, child
from tests.crash.story import RANGE, ROWS
from tests.crash.test_crash_points import Dump, difference, read_dump

pytestmark = pytest.mark.slow

SIX_IN_TEN = ROWS * 6 // 10 // RANGE


def import_rows(home: Home, *, crash_at: str = "") -> int:
    folder = Path(home["REGULARS_DATA"]).parent
    return child(home, "import_rows", folder / "progress", folder / "dump.json", crash_at=crash_at)


@pytest.fixture(scope="module")
def calm(new_home: Callable[[], Home]) -> Dump:
    """The state after an import that nothing disturbed."""
    home = new_home()
    assert import_rows(home) == 0
    return read_dump(home)


@pytest.mark.parametrize(
    "point", [f"road.before_commit:{SIX_IN_TEN}", f"road.after_commit:{SIX_IN_TEN}", "road.after_inbox_delete:2"]
)
def test_killed_import_ends_in_the_totals_of_a_calm_one(new_home: Callable[[], Home], calm: Dump, point: str) -> None:
    home = new_home()

    died = import_rows(home, crash_at=point)
    lived = import_rows(home)

    assert (died, lived) == (-signal.SIGKILL, 0)
    assert difference(calm, read_dump(home)) == ""
    assert len(calm["record"]) > ROWS
