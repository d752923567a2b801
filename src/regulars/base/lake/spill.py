"""Where a query puts what does not fit in memory: a folder of its own, deleted with it or after its process died."""

import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from regulars.base.lake.errors import LeaseHeld
from regulars.base.lake.lease import FileLease

_LOCK = ".lock"


class Spill:
    """A folder under `root`, locked as long as it is in use."""

    def __init__(self, root: Path) -> None:
        self.folder = root / uuid.uuid4().hex
        self._lease = FileLease(self.folder / _LOCK)
        self._lease.__enter__()

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lease.__exit__(None, None, None)


def clear_spill(root: Path) -> None:
    """Delete the folders that nobody holds: what was spilled may be personal."""
    for folder in root.glob("*"):
        with suppress(LeaseHeld), FileLease(folder / _LOCK):
            shutil.rmtree(folder, ignore_errors=True)
