"""Looks at the beginning of a file: what it is, how it is written, what its columns are called."""

from pathlib import Path

from .tables import Found, Options


def look(path: Path, name: str, options: Options = Options(), *, language: str = "en") -> Found:  # noqa: B008
    """What this file looks like; reads its beginning alone. `language` is the one the business speaks.

    Raises a ReadingError.
    """
    raise NotImplementedError
