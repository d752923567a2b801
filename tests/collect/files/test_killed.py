"""`kill -9` while a file comes in: what goes on afterwards ends with the totals of a calm run."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROWS = 6_000
PATIENCE = 120.0


def written(path: Path, rows: int = ROWS) -> Path:
    """Customers, every fifth of them in two rows."""
    lines = ["Customer number,Name,E-mail,Phone"]
    for row in range(rows):
        who = row - row % 5 if row % 5 == 1 else row
        lines.append(f"C{who:05},Ann {who},ann{who}@shop.co.th,+6681{who:07}")
    path.write_text("\n".join(lines))
    return path


def started(home: Path, file: Path, *more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "REGULARS_DATA": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "tests.collect.files.child", str(file), *more]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def ended(home: Path, file: Path, *more: str) -> Any:
    """What a process that nobody kills says at its end."""
    with started(home, file, *more) as process:
        told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return json.loads(told.splitlines()[-1])


def filed(home: Path) -> int:
    """How many facts the road has filed."""
    path = home / "regulars.sqlite3"
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path)) as connection:
            return int(connection.execute("SELECT COALESCE(SUM(facts), 0) FROM file_tally").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_at(home: Path, file: Path, facts: int) -> None:
    """Kill the process once the road has filed so many."""
    with started(home, file) as process:
        deadline = time.monotonic() + PATIENCE
        while filed(home) < facts and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.005)
        process.kill()


def test_import_that_is_killed_at_sixty_percent_ends_like_a_calm_one(tmp_path: Path) -> None:
    file = written(tmp_path / "people.csv")

    calm = ended(tmp_path / "calm", file)
    for share in (0.2, 0.6, 0.9):
        kill_at(tmp_path / "killed", file, int(ROWS * share))
    killed = ended(tmp_path / "killed", file)

    assert killed == calm
    assert sum(calm[1].values()) == ROWS
    assert calm[1]["created"] == calm[2][0] == ROWS * 4 // 5
