"""The power-cut view: whatever the lake and the road's tables need is on disk before the inbox forgets anything."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.conftest import ROOT, Home
from tests.crash.disk import TRACED, Disk

pytestmark = pytest.mark.slow

LOG_ENTRY = ".json"


@pytest.fixture
def trace(require: Callable[[str], Path], new_home: Callable[[], Home], tmp_path: Path) -> tuple[Home, list[str]]:
    """The system calls of a process that files facts, writes a marker, and lets the lake follow."""
    home, output = new_home(), tmp_path / "trace"
    strace = [str(require("strace")), "-f", "-y", "-s", "200", "-e", f"trace={TRACED}", "-o", str(output)]
    flush = [sys.executable, "-m", "tests.crash.child", "flush_once", str(tmp_path / "marker")]

    subprocess.run([*strace, *flush], env=home, cwd=ROOT, check=True)

    return home, output.read_text(errors="replace").splitlines()


def test_disk_knows_what_a_power_cut_takes() -> None:
    disk = Disk()
    for line in (
        '1 mkdir("/d/t", 0777) = 0',
        '1 openat(AT_FDCWD</d>, "/d/t/a.parquet", O_WRONLY|O_CREAT, 0666) = 3</d/t/a.parquet>',
        '1 write(3</d/t/a.parquet>, "x", 1) = 1',
        '2 openat(AT_FDCWD</d>, "/d/t/1.tmp", O_RDWR|O_CREAT, 0666) = 4</d/t/1.tmp>',
        '2 write(4</d/t/1.tmp>, "x", 1) = 1',
        '2 linkat(AT_FDCWD</d>, "/d/t/1.tmp", AT_FDCWD</d>, "/d/t/1.json", 0) = 0',
        '2 unlink("/d/t/1.tmp") = 0',
        "1 fsync(3</d/t/a.parquet> <unfinished ...>",
        "2 fsync(5</d>) = 0",
    ):
        disk.feed(line)
    before = (set(disk.unwritten), set(disk.unnamed))
    disk.feed("1 <... fsync resumed>) = 0")
    disk.feed("1 fsync(6</d/t>) = 0")

    assert before == ({"/d/t/a.parquet", "/d/t/1.json"}, {"/d/t/a.parquet", "/d/t/1.json"})
    assert (disk.unwritten, disk.unnamed) == ({"/d/t/1.json"}, set())


def test_lake_and_tables_are_on_disk_before_the_inbox_forgets(trace: tuple[Home, list[str]]) -> None:
    home, lines = trace
    lake = str(Path(home["REGULARS_DATA"]) / "lake")
    disk, touched = Disk(), set()
    flushed, forgotten = False, False
    for line in lines:
        flushed = flushed or "/marker>" in line
        if flushed and forgets(line, home):
            forgotten = True
            break
        disk.feed(line)
        touched |= disk.unwritten | disk.unnamed
    kept = {path for path in touched if path.startswith(lake) and is_kept(path)}
    tables = {str(Path(home["REGULARS_DATA"]) / "regulars.sqlite3-wal")} & touched

    assert forgotten
    assert sum(path.endswith(".parquet") for path in kept) >= 6
    assert sum(path.endswith(LOG_ENTRY) for path in kept) >= 4
    assert disk.lost(kept | tables) == set()


def forgets(line: str, home: Home) -> bool:
    """Whether the inbox is told to delete: on SQLite the first write to its own log, on PostgreSQL the statement."""
    if "REGULARS_DATABASE_URL" in home:
        return "sendto(" in line and 'DELETE FROM \\"inbox\\"' in line
    return "pwrite64(" in line and "/inbox.sqlite3-wal>" in line


def is_kept(path: str) -> bool:
    """Locks and the engine's spill are nothing that a power cut may not take."""
    return ".spill" not in path and not path.endswith(".lock") and os.path.lexists(path)
