"""Reads the staged file for guessing and compiling: some cells of each column, and batches that cut no order."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from regulars.collect.files.mapping.columns import Kind, Mapping

BATCH = 10_000
GATHERED = frozenset({Kind.ORDERS, Kind.ORDER_LINES})


def sampled(path: Path, most: int = 1_000) -> list[list[str | None]]:
    """Up to `most` cells of each column, from row groups at the file's beginning, middle and end."""
    file = pq.ParquetFile(path)
    groups = file.num_row_groups
    names = [name for name in file.schema_arrow.names if name != "row"]
    chosen = sorted({0, groups // 2, groups - 1}) if groups else []
    each = -(-most // max(len(chosen), 1))
    found: list[list[str | None]] = [[] for _name in names]
    for group in chosen:
        batch = next(file.iter_batches(each, row_groups=[group], columns=names), None)
        for cells, column in zip(found, batch.columns if batch else (), strict=False):
            cells.extend(column.to_pylist())
    return found


def order_column(mapping: Mapping) -> str | None:
    """The staged column of the order numbers, where rows are gathered by them."""
    named = mapping.targeting("order:order_id")
    return f"c{named[0].place}" if named and mapping.kind in GATHERED else None


def arranged(path: Path, mapping: Mapping, into: Path) -> Path:
    """The file whose rows of one order stand together: `path` if they do already, else a sorted copy at `into`."""
    name = order_column(mapping)
    if name is None:
        return path
    ids = pq.read_table(path, columns=[name]).column(0).combine_chunks()
    codes = ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    starts = np.flatnonzero(np.diff(codes, prepend=-2))
    named = codes[starts][codes[starts] >= 0]
    if len(np.unique(named)) == len(named):
        return path
    # Sorted by the place where an order begins, so that what was together stays in the file's order.
    first = np.full(int(codes.max(initial=-1)) + 1, -1, dtype=np.int64)
    seen, places = np.unique(codes, return_index=True)
    first[seen[seen >= 0]] = places[seen >= 0]
    begins = np.where(codes >= 0, first[codes], np.arange(len(codes)))
    table = pq.read_table(path).take(pa.array(np.argsort(begins, kind="stable")))
    pq.write_table(table, into, row_group_size=BATCH, compression="zstd")
    return into


def batches(path: Path, names: Sequence[str], mapping: Mapping, size: int = BATCH) -> Iterator[pa.Table]:
    """The staged columns in batches of about `size` rows, none of which cuts an order."""
    by = order_column(mapping)
    rest: pa.Table | None = None
    for batch in pq.ParquetFile(path).iter_batches(size, columns=list(dict.fromkeys(names))):
        table = pa.Table.from_batches([batch])
        table = table if rest is None else pa.concat_tables([rest, table])
        cut = len(table) if by is None else last_begins(table.column(by))
        if cut:
            yield table.slice(0, cut)
        rest = table.slice(cut)
    if rest is not None and len(rest):
        yield rest


def last_begins(ids: pa.ChunkedArray) -> int:
    """Where the last order of a table begins."""
    differs = pc.not_equal(pc.fill_null(ids, ""), ids[-1].as_py() or "").to_numpy()
    places = np.flatnonzero(differs)
    return int(places[-1]) + 1 if len(places) else 0
