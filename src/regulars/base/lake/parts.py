"""Writing rows of one partition into Parquet files, with statistics on the columns that may have them and no others."""

import datetime
import json
import time
import uuid
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.transaction import AddAction

from regulars.base.lake.store import Store
from regulars.base.lake.tables import Table

TARGET_BYTES = 32 * 1024 * 1024  # sorting more at once would take the worker beyond its gigabyte
ROW_GROUP = 65_536  # small groups: one key's rows are found by reading few neighbours


class PartWriter:
    """Writes tables of `table.file_schema` to files of about `target_bytes`; `close` returns what to commit."""

    def __init__(self, store: Store, table: Table, partition: str, target_bytes: int = TARGET_BYTES) -> None:
        self._store, self._table, self._partition, self._target = store, table, partition, target_bytes
        self._folder = f"{table.partition_by}={partition}/" if table.partition_by else ""
        self._added: list[AddAction] = []
        self._path = ""
        self._sink: pa.NativeFile | None = None
        self._writer: pq.ParquetWriter | None = None
        self._footers: list[pq.FileMetaData] = []

    def write(self, rows: pa.Table) -> None:
        if self._writer is None:
            self._open()
        assert self._writer is not None
        assert self._sink is not None
        self._writer.write_table(rows, row_group_size=ROW_GROUP)
        if self._sink.tell() >= self._target:
            self._finish()

    def close(self) -> list[AddAction]:
        self._finish()
        return self._added

    def _open(self) -> None:
        self._path = f"{self._folder}{uuid.uuid4().hex}.parquet"
        self._sink = self._store.create(self._path)
        self._writer = pq.ParquetWriter(
            self._sink,
            self._table.file_schema,
            compression="zstd",
            write_statistics=list(self._table.statistics),
            metadata_collector=self._footers,
        )

    def _finish(self) -> None:
        if self._writer is None or self._sink is None:
            return
        self._writer.close()
        size = self._sink.tell()
        self._sink.close()
        self._writer = self._sink = None
        self._added.append(
            AddAction(
                path=self._path,
                size=size,
                partition_values={self._table.partition_by: self._partition} if self._table.partition_by else {},
                modification_time=time.time_ns() // 1_000_000,
                data_change=True,
                stats=json.dumps(_statistics(self._footers.pop(), self._table)),
            )
        )


def rows_of(part: AddAction) -> int:
    """How many rows a written file holds."""
    return int(json.loads(part.stats)["numRecords"])


def _statistics(footer: pq.FileMetaData, table: Table) -> dict[str, Any]:
    """The statistics of a file for the log (Delta protocol, "Per-file statistics"), taken from its own footer."""
    columns = {footer.schema.column(index).path: index for index in range(footer.num_columns)}
    lowest, highest, nulls = {}, {}, {}
    for name in table.statistics:
        found = [footer.row_group(group).column(columns[name]).statistics for group in range(footer.num_row_groups)]
        nulls[name] = sum(one.null_count for one in found)
        ranges = [one for one in found if one.has_min_max]
        if ranges:
            lowest[name] = _plain(min(one.min for one in ranges), False)
            highest[name] = _plain(max(one.max for one in ranges), True)
    return {"numRecords": footer.num_rows, "minValues": lowest, "maxValues": highest, "nullCount": nulls}


def _plain(value: Any, up: bool) -> Any:
    """A value for JSON; moments carry milliseconds, rounded outwards."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat() if isinstance(value, datetime.date) else value
    microseconds = (value.replace(tzinfo=None) - _EPOCH) // datetime.timedelta(microseconds=1)
    milliseconds = -(-microseconds // 1000) if up else microseconds // 1000
    text = (_EPOCH + datetime.timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")
    return f"{text}Z" if value.tzinfo else text


_EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 (both sides are UTC here)
