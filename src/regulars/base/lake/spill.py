"""Where a query puts what does not fit in memory: a folder of its own, deleted with it or after its process died."""

import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from regulars.base.lake.errors import LeaseHeld
from regulars.base.lake.lease import FileLease

_LOCK = ".lock"
_MEANWHILE = (LeaseHeld, FileNotFoundError, FileExistsError)
"""What happens to a folder that somebody else makes, holds or clears away at the same moment."""


class Spill:
    """A folder under `root`, locked as long as it is in use."""

    def __init__(self, root: Path) -> None:
        while not self._begin(root / uuid.uuid4().hex):
            pass

    def _begin(self, folder: Path) -> bool:
        """Make the folder and lock it; False where it was cleared away before it was locked."""
        self.folder, self._lease = folder, FileLease(folder / _LOCK)
        try:
            self._lease.__enter__()
        except _MEANWHILE:
            return False
        if (folder / _LOCK).exists():
            return True
        self._lease.__exit__(None, None, None)
        return False

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lease.__exit__(None, None, None)


def clear_spill(root: Path) -> None:
    """Delete the folders that nobody holds: what was spilled may be personal."""
    for folder in root.glob("*"):
        with suppress(*_MEANWHILE), FileLease(folder / _LOCK):
            shutil.rmtree(folder, ignore_errors=True)
