"""Named crash points: die at each, start again, and end in the rows of a run that nothing disturbed."""

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import regulars
from tests.crash.conftest import Home, child
from tests.crash.story import TAKES

pytestmark = pytest.mark.slow

Dump = dict[str, list[str]]

POINT = re.compile(r'\bcrash(?:_point)?\(\s*"([a-z_.]+)"')
# How often a point is passed until the process dies at it. A request whose answer was lost is said again, which takes
# positions; so that all others stay the same, these are the client's last request and the road's answer to an alarm.
DEATHS = {
    "intake.before_commit": (1, TAKES // 2),
    "intake.after_commit": (TAKES, TAKES + 1),
    "road.before_commit": (1, 9, 18),
    "road.after_commit": (1, 10, 19),
    "road.after_piece": (1, 2, 4),
    "road.after_inbox_delete": (1, 3, 9),
    "lake.before_commit": (1, 4, 11, 17),
    "lake.after_commit": (2, 5, 12, 18),
    "lake.after_fsync": (3, 6, 13, 16),
}


@pytest.fixture(scope="module")
def undisturbed(new_home: Callable[[], Home]) -> Dump:
    """The state after the story without a crash."""
    home = new_home()
    assert live(home) == 0
    return read_dump(home)


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(regulars.__file__).parent


def live(home: Home, *, crash_at: str = "") -> int:
    folder = Path(home["REGULARS_DATA"]).parent
    return child(home, "live", folder / "progress", folder / "dump.json", crash_at=crash_at)


def read_dump(home: Home) -> Dump:
    """The state, but for the next position: what was said twice at the end has moved it."""
    dump: Dump = json.loads((Path(home["REGULARS_DATA"]).parent / "dump.json").read_text())
    return dump | {"counter": [row for row in dump["counter"] if "position" not in row]}


def difference(expected: Dump, actual: Dump) -> str:
    """The rows that are missing and those that are too many, by table."""
    lines = []
    for table in sorted(expected.keys() | actual.keys()):
        ours, theirs = expected.get(table, []), actual.get(table, [])
        lines += [f"{table}: missing  {row}" for row in ours if ours.count(row) > theirs.count(row)]
        lines += [f"{table}: too much {row}" for row in theirs if theirs.count(row) > ours.count(row)]
    return "\n".join(lines)


def test_every_crash_point_of_the_source_is_died_at(folder: Path) -> None:
    found = {name for path in folder.rglob("*.py") for name in POINT.findall(path.read_text())}

    assert found == set(DEATHS)


def test_story_uses_every_table(undisturbed: Dump) -> None:
    empty = {table for table, rows in undisturbed.items() if not rows}

    by_pages_alone = {"bulk", "customer_of", "customer_owner", "saved_view"}
    assert empty == {"inbox", "taken", "rejected", "day", "customer_change"} | by_pages_alone


@pytest.mark.parametrize(("point", "passes"), [(point, passes) for point, every in DEATHS.items() for passes in every])
def test_crash_changes_no_row(new_home: Callable[[], Home], undisturbed: Dump, point: str, passes: int) -> None:
    home = new_home()

    died = live(home, crash_at=f"{point}:{passes}")
    lived = live(home)

    assert (died, lived) == (-signal.SIGKILL, 0)
    assert difference(undisturbed, read_dump(home)) == ""
