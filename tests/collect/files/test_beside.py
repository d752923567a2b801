"""A large file is prepared and compared by processes beside."""

from pathlib import Path

import pytest

from tests.collect.files.test_killed import ended, written

pytestmark = pytest.mark.slow

ROWS = 10_100
"""More than one batch, so that a process beside gets something to prepare."""


def test_preview_by_processes_beside_counts_every_row(tmp_path: Path) -> None:
    file = written(tmp_path / "people.csv", ROWS)

    state, counts, are_beside = ended(tmp_path / "home", file, "0")

    assert (state, are_beside) == ("previewed", True)
    assert (counts["created"], sum(counts.values())) == (ROWS * 4 // 5, ROWS)
