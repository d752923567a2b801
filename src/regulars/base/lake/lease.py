"""The lease of the one writer of a local lake: a locked file, let go when its process ends, however it ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from regulars.base.lake.errors import LeaseHeld


class FileLease:
    """A context manager that holds the lock on `path`; raises LeaseHeld at once when somebody else has it.

    A lake on an object store takes its lease from the database instead: pass any context manager that raises LeaseHeld.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(file)
            raise LeaseHeld(f"Another process writes to this lake ({self._path}): stop it first.") from error
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
