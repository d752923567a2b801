"""Reads Parquet: flat columns as they are, what lies in structures by its path, lists as JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from .cells import text_of
from .errors import Broken, CellTooLong, Empty, Protected, TooManyRows, TooWide
from .opened import Block, Notices, Opened
from .tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Format

AT_ONCE = 1_000
MOST_AT_ONCE = 256 * 1024 * 1024


def opened_parquet(path: Path) -> Opened:
    """Raises Broken, Protected, Empty, TooManyRows, TooWide."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise (Protected if "encrypt" in str(error).lower() else Broken) from error
    if file.metadata.num_rows > MOST_ROWS:
        raise TooManyRows(MOST_ROWS)
    if file.metadata.num_columns > MOST_COLUMNS:
        raise TooWide(file.metadata.num_columns, MOST_COLUMNS)
    heads = tuple(flat_names(file.schema_arrow))
    if not heads or not file.metadata.num_rows:
        raise Empty
    return Opened(Format.PARQUET, blocks(file), Notices(), heads)


def flat_names(schema: Any, before: str = "") -> Iterator[str]:
    """The names of columns, those inside structures with the names around them."""
    for one in schema:
        if pa.types.is_struct(one.type):
            yield from flat_names(one.type, f"{before}{one.name}.")
        else:
            yield before + one.name


def blocks(file: pq.ParquetFile) -> Iterator[Block]:
    """Raises Broken, CellTooLong."""
    number = 1
    try:
        for batch in file.iter_batches(batch_size=AT_ONCE):
            columns = [cells_of(column, number) for column in flat(pa.Table.from_batches([batch]))]
            yield range(number, number + batch.num_rows), list(zip(*columns, strict=True))
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Broken from error


def flat(table: pa.Table) -> list[pa.ChunkedArray]:
    while any(pa.types.is_struct(one.type) for one in table.schema):
        table = table.flatten()
    return list(table.columns)


def cells_of(column: pa.ChunkedArray, number: int) -> Sequence[str | None]:
    """A column as texts. Raises CellTooLong, also for so much text that it is no table."""
    kind = column.type
    if column.nbytes > MOST_AT_ONCE:
        raise CellTooLong(number, LONGEST_CELL)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return [None if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    if pa.types.is_nested(kind):
        return [None if value is None else text_of_list(value) for value in column.to_pylist()]
    return [text_of(value) for value in column.to_pylist()]


def text_of_list(value: Any) -> str | None:
    """A list of plain values joined as JSON lines are, others as JSON."""
    if isinstance(value, list) and not any(isinstance(one, list | dict | tuple) for one in value):
        return "; ".join(filter(None, map(text_of, value)))
    return msgspec.json.encode(value, enc_hook=str).decode()
