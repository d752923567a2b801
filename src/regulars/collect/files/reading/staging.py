"""Writes any file as the Parquet that all later steps read."""

from collections.abc import Callable
from pathlib import Path

from .tables import Options, Staged

Progress = Callable[[int, int | None], None]
"""Told how many rows have been read, and how many there will be, where that can be guessed."""


def never() -> bool:
    return False


def stage(
    path: Path, name: str, options: Options, into: Path, progress: Progress,
    *, language: str = "en", stop: Callable[[], bool] = never,
) -> Staged:  # fmt: skip
    """Write the rows of a file at `into`: row (int64, as the spreadsheet numbers it), c0 … cN (text; null is empty).

    Rows without any filled cell are left out. Where it fails or is stopped (`stop` answers yes) nothing is left at
    `into`. Raises a ReadingError, Stopped among them.
    """
    raise NotImplementedError
