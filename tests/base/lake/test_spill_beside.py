"""Folders that are cleared away while others are made."""

import threading
from pathlib import Path

import pytest

from regulars.base.lake.spill import Spill, clear_spill


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_who_clears_takes_nobody_the_folder_that_is_being_made(tmp_path: Path) -> None:
    is_over = threading.Event()

    def clear() -> None:
        while not is_over.is_set():
            clear_spill(tmp_path)

    clearing = threading.Thread(target=clear)
    clearing.start()
    try:
        for _ in range(300):
            spill = Spill(tmp_path)
            assert (spill.folder / ".lock").exists()
            spill.close()
    finally:
        is_over.set()
        clearing.join()
