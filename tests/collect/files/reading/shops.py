"""Files as shops have them, and staged ones read back."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from regulars.collect.files.reading import Options, Staged, stage

Rows = list[tuple[Any, ...]]


def staged(path: Path, options: Options = Options(), *, language: str = "en") -> Staged:  # noqa: B008
    """The file, staged beside itself."""
    return stage(path, path.name, options, beside(path), lambda _rows, _total: None, language=language)


def beside(path: Path) -> Path:
    return path.with_name("staged.parquet")


def rows_of(path: Path) -> Rows:
    """The staged rows with their numbers."""
    table = pq.read_table(beside(path))
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def read(path: Path, options: Options = Options(), *, language: str = "en") -> tuple[Sequence[str], Rows]:  # noqa: B008
    """Heads and rows of a file."""
    found = staged(path, options, language=language)
    return found.heads, rows_of(path)


def codes(path: Path) -> set[str]:
    """What was noticed while it was staged."""
    return {remark.code for remark in staged(path).remarks}


def put(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def rezipped(path: Path, changed: dict[str, bytes], to: Path) -> Path:
    """A ZIP file with some entries changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, changed.get(entry.filename, old.read(entry)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return to
