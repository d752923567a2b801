"""The single writer: appends in order exactly once, and every other change as a turn between two appends."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from types import MappingProxyType, TracebackType
from typing import Self

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from deltalake.transaction import AddAction

from regulars.base.lake.errors import RowsRefused, TableUnknown
from regulars.base.lake.layout import Layout
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.parts import PartWriter, rows_of
from regulars.base.lake.relations import without_batches, without_subjects
from regulars.base.lake.spill import Spill
from regulars.base.lake.tables import POSITION, WHOLE, Table, by_partition, fit

NO_HASHES: Mapping[bytes, int] = MappingProxyType({})


class Writer:
    """Holds the lease from `with` to its end. Not for several threads: all of its turns run in one.

    A position is committed together with its rows, as the transaction version of the table's log. Rows at or below it
    are left out of later appends, so the same rows may be handed in again, cut differently, after any crash.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        logs: Mapping[str, DeltaLog],
        *,
        lease: AbstractContextManager[object],
        crash: Callable[[str], None],
        spill: Spill,
        threads: int,
        memory_limit: str,
    ) -> None:
        self._tables, self._logs, self._crash = tables, logs, crash
        self._layout = Layout(logs, crash, spill, threads, memory_limit)
        self._lease = lease
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._lease)
            for log in self._logs.values():
                log.open()
            opening.callback(self._layout.close)
            self._held = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the lease go."""
        self._held.close()

    # --- appending

    def committed(self, table: str) -> int:
        """The last committed position of a table, 0 before the first."""
        return self._intake(table).position

    def has_narrow_files(self, table: str) -> bool:
        """Whether rows stand in files from before the table had all of its columns: they read as null there."""
        return any(self._logs[part].has_narrow_files() for part in self._table(table).parts)

    def append(self, table: str, rows: pa.Table, position: int) -> int:
        """Add the rows above the committed position and commit `position`; durable on return. Returns rows added.

        Raises RowsRefused if a row does not fit or lies above `position`. Without new rows nothing is committed.
        """
        log = self._intake(table)
        new = fit(rows, log.table)
        new = new.filter(pc.greater(new[POSITION], log.position))
        if new.num_rows == 0:
            return 0
        if new[POSITION].to_numpy().max() > position:
            raise RowsRefused(f"Table {table}: a row lies above the position {position} that it comes with.")
        log.commit(_write(log, [new]), position=position, crash=self._crash)
        return int(new.num_rows)

    def advance(self, table: str, position: int) -> None:
        """Commit a position that brought no rows; nothing happens if it is not greater than the committed one."""
        log = self._intake(table)
        if position > log.position:
            log.commit([], position=position, crash=self._crash)

    def replace(self, table: str, batches: Iterable[pa.Table], position: int) -> int:
        """Put these rows in place of all others and commit `position`, which may go back. Returns rows written.

        A latest table empties its base in a second commit; repeat the call if it did not return.
        """
        log, base = self._intake(table), self._logs[table]
        added = _write(log, (fit(batch, log.table) for batch in batches))
        log.commit(added, log.files(), position=position, crash=self._crash)
        if base is not log and (old := base.files()):
            base.commit([], old, crash=self._crash)
        return sum(map(rows_of, added))

    # --- turns

    def partitions_due(self, small_files: int = 16) -> list[tuple[str, str]]:
        """The (table, partition) pairs with that many small files to merge, or a tail that is long."""
        return [
            (table.name, partition)
            for table in self._tables.values()
            for partition in self._layout.due(table, small_files)
        ]

    def compact(
        self, table: str, partition: str = WHOLE, drop_batches: Collection[int] = (), *, everything: bool = False
    ) -> int:
        """Lay a partition's small files out as few, sorted ones, without withdrawn batches. Returns rows left in it.

        A latest table keeps the newest row of each key. Files that outweigh the small ones are left alone, and a short
        tail is not merged into its base, unless `everything` is asked for or batches are dropped.
        """
        declared = self._table(table)
        if drop_batches:
            self._layout.change(declared, partition, lambda rows: without_batches(declared, rows, drop_batches))
        else:
            self._layout.compact(declared, partition, everything)
        return sum(file.rows for file in self._logs[table].files() if file.partition == partition)

    def rewrite(self, table: str, partition: str, change: Callable[[ir.Table], ir.Table]) -> int:
        """Put `change(rows)` in place of a partition's rows; it keeps the columns. Returns how many rows went.

        The old bytes stay on disk until `vacuum`.
        """
        return self._layout.change(self._table(table), partition, change)

    def partitions_with(
        self,
        table: str,
        keys: Collection[int] = (),
        hashes: Mapping[bytes, int] = NO_HASHES,
        batches: Collection[int] = (),
    ) -> list[str]:
        """The partitions that hold a row of one of these keys, hashes or batches."""
        return self._layout.partitions_with(self._table(table), keys, hashes, batches)

    def erase(
        self, table: str, partition: str, keys: Collection[int] = (), hashes: Mapping[bytes, int] = NO_HASHES
    ) -> int:
        """Rewrite a partition without the rows that name a key or carry a hash. Returns rows gone.

        `hashes` are hash → position: only rows before it count, for the same value may be somebody's again.
        """
        declared = self._table(table)
        return self.rewrite(table, partition, lambda rows: without_subjects(declared, rows, keys, hashes))

    def vacuum(self, older_than: timedelta = timedelta(minutes=15)) -> int:
        """Delete the files, log entries and checkpoints out of use for that long. Returns data files deleted.

        Give at least the time that a query may take: a running query still reads the files it began with.
        """
        cutoff = (time.time_ns() - older_than // timedelta(microseconds=1) * 1000) // 1_000_000
        return sum(log.vacuum(cutoff) for log in self._logs.values())

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            raise TableUnknown(name)
        return self._tables[name]

    def _intake(self, name: str) -> DeltaLog:
        return self._logs[self._table(name).intake]


def _write(log: DeltaLog, batches: Iterable[pa.Table]) -> list[AddAction]:
    """Write rows to new files, one series for each partition."""
    writers: dict[str, PartWriter] = {}
    for batch in batches:
        for partition, rows in by_partition(batch, log.table):
            if partition not in writers:
                writers[partition] = PartWriter(log.store, log.table, partition)
            writers[partition].write(rows)
    return [part for writer in writers.values() for part in writer.close()]
