"""Spilled rows do not outlive the process that spilled them."""

import subprocess
import sys
from pathlib import Path

from regulars.base.lake import Lake
from regulars.base.lake.spill import Spill, clear_spill


def test_spill_of_a_dead_process_is_cleared_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from regulars.base.lake.spill import Spill
spill = Spill(Path({str(tmp_path)!r}))
(spill.folder / "rows.tmp").write_text("personal")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    (dead,) = tmp_path.iterdir()
    living = Spill(tmp_path)

    clear_spill(tmp_path)

    assert (dead / "rows.tmp").exists() is False
    assert list(tmp_path.iterdir()) == [living.folder]
    living.close()
    assert list(tmp_path.iterdir()) == []


def test_the_writer_clears_and_closing_leaves_nothing(lake: Lake) -> None:
    spill = Path(lake.url) / ".spill"
    (spill / "left").mkdir(parents=True)
    (spill / "left" / "rows.tmp").write_text("personal")

    with lake.engine() as engine, lake.writer():
        engine.sql("SELECT 1", limit=1)
        during = len(list(spill.iterdir()))

    assert during == 2
    assert list(spill.iterdir()) == []
