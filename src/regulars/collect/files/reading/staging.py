"""Writes any file as the Parquet that all later steps read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from . import apart
from .cleaning import cleaned
from .errors import Bomb, Stopped, TooManyRows
from .opened import Block, Opened
from .opening import SHEETS, TEXTS, checked_format, open_text
from .shape import Shaped, shape
from .summary import Summary, columns_of
from .tables import MOST_ROWS, Cells, Format, Options, Staged
from .whole import opened_whole
from .zips import HARMLESS, MOST_TIMES

Progress = Callable[[int, int | None], None]
"""Told how many rows have been read, and how many there will be, where that can be guessed."""

GROUP = 10_000
MOST_CELLS = 2_000_000
SECONDS = 1800.0
MOST_AT_ONCE = 64 * 1024 * 1024
MOST_LETTERS = 16 * 1024**3
"""So many cells and letters are staged of one file, however large it is."""


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
    format_ = checked_format(path, name)
    try:
        if format_ in TEXTS:
            return open_text(
                path, format_, options, language, is_look=False,
                read=lambda file: staged_from(file, options, into, progress, stop),
            )  # fmt: skip
        return apart.run(stage_whole, path, format_, options, into, seconds=SECONDS, told=progress, stop=stop)
    finally:
        part_of(into).unlink(missing_ok=True)


def stage_whole(path: Path, format_: Format, options: Options, into: Path, progress: Progress) -> Staged:
    """The same for what is no text. Raises Bomb."""
    file = opened_whole(path, format_, options, is_look=False)
    most = min(MOST_LETTERS, max(HARMLESS, path.stat().st_size * MOST_TIMES))
    return staged_from(replace(file, blocks=bounded(file.blocks, most)), options, into, progress, never)


def bounded(blocks: Iterator[Block], most: int) -> Iterator[Block]:
    """The same rows while their cells and letters are not far more than their file holds. Raises Bomb.

    Parquet and workbooks may say a thing once, or nothing, and mean it in any number of cells.
    """
    found = 0
    for numbers, rows in blocks:
        cells = chain.from_iterable(rows)
        found += sum(map(len, rows)) + sum(map(len, filter(None, cells)))
        if found > most:
            raise Bomb
        yield numbers, rows


def part_of(into: Path) -> Path:
    """Where a file lies until it is whole."""
    return into.with_name(f"{into.name}.part")


def staged_from(file: Opened, options: Options, into: Path, progress: Progress, stop: Callable[[], bool]) -> Staged:
    """Write what has been opened."""
    table = shape(file.blocks, file.heads, options.header_row, file.notices)
    with Stager(part_of(into), table, is_sheet=file.format in SHEETS) as stager:
        for block in table.blocks:
            stager.add(block)
            progress(stager.rows, guess(stager.rows, file.share()))
            if stop():
                raise Stopped
    part_of(into).replace(into)
    used = Options(file.encoding, file.delimiter, file.quote, table.header_row, file.sheet)
    columns = columns_of(table.heads, stager.summaries)
    return Staged(
        stager.rows, table.heads, columns, file.notices.remarks(), file.format, used, table.origin
    )  # fmt: skip


def guess(rows: int, share: float) -> int | None:
    """How many rows there will be when so many are so much of the file."""
    return round(rows / share) if share > 0 else None


class Stager:
    """A Parquet file that is being written, in groups of rows, with a summary of each column."""

    def __init__(self, path: Path, table: Shaped, *, is_sheet: bool) -> None:
        self.notices, self.is_sheet = table.notices, is_sheet
        width = len(table.heads)
        self.summaries = [Summary(width) for _ in range(width)]
        self.schema = schema_of(table.heads)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self.file = pq.ParquetWriter(path, self.schema, compression="zstd", write_statistics=False)
        self.most = max(1, min(GROUP, MOST_CELLS // (width + 1)))
        self.waiting: list[pa.RecordBatch] = []
        self.rows = self.rows_waiting = self.bytes_waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        finally:
            self.file.close()

    def add(self, block: Block) -> None:
        """One more block of even rows. Raises TooManyRows."""
        numbers, rows = block
        for start in range(0, len(rows), self.most):
            batch = self.batch(numbers[start : start + self.most], rows[start : start + self.most])
            self.keep(batch)

    def batch(self, numbers: Sequence[int], rows: Sequence[Sequence[str | None]]) -> pa.RecordBatch:
        arrays = [pa.array(numbers, pa.int64())]
        for place, values in enumerate(zip(*rows, strict=True)):
            given = [value or None for value in values] if "" in values else values
            clean = cleaned(given, place, numbers, self.notices) if self.is_sheet else given
            cells = pa.array(clean, pa.string())
            self.summaries[place].add(clean, cells)
            arrays.append(cells)
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def keep(self, batch: pa.RecordBatch) -> None:
        """Groups end at a round number of rows, or where they have grown too large."""
        while batch.num_rows:
            some = batch.slice(0, self.most - self.rows_waiting)
            batch = batch.slice(some.num_rows)
            self.waiting.append(some)
            self.rows_waiting += some.num_rows
            self.bytes_waiting += some.nbytes
            self.rows += some.num_rows
            if self.rows_waiting == self.most or self.bytes_waiting > MOST_AT_ONCE:
                self.flush()
        if self.rows > MOST_ROWS:
            raise TooManyRows(MOST_ROWS)

    def flush(self) -> None:
        if self.waiting:
            self.file.write_table(pa.Table.from_batches(self.waiting), row_group_size=self.most)
        self.waiting, self.rows_waiting, self.bytes_waiting = [], 0, 0


def schema_of(heads: Cells) -> pa.Schema:
    """The columns of a staged file; the heads go with them as descriptions."""
    cells = [pa.field(f"c{place}", pa.string(), metadata={"head": head}) for place, head in enumerate(heads)]
    return pa.schema([pa.field("row", pa.int64(), nullable=False), *cells])


def staged_blocks(path: Path) -> Iterator[pa.RecordBatch]:
    """The rows of a staged file, group by group."""
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=GROUP)
