"""Laying a partition out anew: compaction, and changes such as erasing rows; each is one turn of the writer."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from deltalake.transaction import AddAction

from regulars.base.lake import duck
from regulars.base.lake.log import DataFile, DeltaLog
from regulars.base.lake.parts import ROW_GROUP, PartWriter, rows_of
from regulars.base.lake.relations import about, newest, rank_newest, unbound
from regulars.base.lake.spill import Spill
from regulars.base.lake.tables import BATCH, POSITION, Table
from regulars.base.lake.tiers import LONG_TAIL, mergeable, tail_is_long

PIECE = 200_000  # rows that are sorted at once


class Layout:
    """Reads files of a partition, sorts what stays, writes it and commits it in place of them."""

    def __init__(
        self,
        logs: Mapping[str, DeltaLog],
        crash: Callable[[str], None],
        spill: Spill,
        threads: int,
        memory_limit: str,
    ) -> None:
        self._logs, self._crash = logs, crash
        self._spill = spill
        self._connection = duck.connect(threads, memory_limit, spill.folder)

    def close(self) -> None:
        self._connection.close()
        self._spill.close()

    def due(self, table: Table, small_files: int) -> list[str]:
        """The partitions with that many files to merge, or whose tail is too long."""
        found = []
        for partition in sorted({file.partition for file in self._logs[table.intake].files()}):
            files = self._files(table.intake, partition)
            long = table.latest and sum(file.rows for file in files) > LONG_TAIL
            if long or len(mergeable(files)) >= small_files:
                found.append(partition)
        return found

    def compact(self, table: Table, partition: str, everything: bool) -> None:
        """Merge files of about one size, or `everything`; a long tail goes into the base."""
        files, taken = self._files(table.name, partition), self._files(table.intake, partition)
        if table.latest and taken and (everything or tail_is_long(taken, files)):
            self._relay(table, partition, files, None)
        elif len(run := taken if everything else mergeable(taken)) > 1:
            self._merge(table, partition, run)

    def _merge(self, table: Table, partition: str, files: Sequence[DataFile]) -> None:
        """Merge files that took appends; of a latest table the newest row of each key stays, deleted or not."""
        log = self._logs[table.intake]
        rows = self._named(table, table.intake, files)
        kept = rank_newest(table, rows) if table.latest else rows
        added = self._written(log, partition, kept, self._bounds(table, [rows], files))
        log.commit(added, files, new_rows=table.latest, crash=self._crash)

    def change(self, table: Table, partition: str, change: Callable[[ir.Table], ir.Table]) -> int:
        """Put `change(rows)` in place of a partition's rows; returns how many rows fewer."""
        return self._relay(table, partition, self._files(table.name, partition), change)

    def partitions_with(
        self, table: Table, keys: Collection[int], hashes: Mapping[bytes, int], batches: Collection[int]
    ) -> list[str]:
        """The partitions that hold a row of one of these keys, hashes or batches."""
        found: set[str] = set()
        for part in table.parts:
            for partition in sorted({file.partition for file in self._logs[part].files()} - found):
                rows = self._named(table, part, self._files(part, partition))
                wanted = about(table, rows, keys, hashes)
                if batches and BATCH in table.schema.names:
                    wanted = [*wanted, rows.filter(rows[BATCH].isin(sorted(batches)))]
                if any(self._has_rows(some) for some in wanted):
                    found.add(partition)
        return sorted(found)

    def _relay(
        self, table: Table, partition: str, files: Sequence[DataFile], change: Callable[[ir.Table], ir.Table] | None
    ) -> int:
        base, intake = self._logs[table.name], self._logs[table.intake]
        rows = self._named(table, table.name, files)
        tail: list[DataFile] = []
        sources = [rows]
        if table.latest:
            tail = self._files(table.intake, partition)
            sources.append(self._named(table, table.intake, tail))
            rows = newest(table, *sources)
        kept = change(rows) if change else rows
        added = self._written(base, partition, kept, self._bounds(table, sources, [*files, *tail]))
        base.commit(added, files, crash=self._crash)
        # The tail goes second: rows that stand in both read the same, rows in neither would be missing.
        if tail:
            intake.commit([], tail, crash=self._crash)
        return sum(file.rows for file in (*files, *tail)) - sum(map(rows_of, added))

    def _has_rows(self, rows: ir.Table) -> bool:
        with closing(self._connection.cursor()) as cursor:
            return any(batch.num_rows for batch in duck.stream(cursor, rows.limit(1), 1))

    def _files(self, part: str, partition: str) -> list[DataFile]:
        return [file for file in self._logs[part].files() if file.partition == partition]

    def _named(self, table: Table, part: str, files: Sequence[DataFile]) -> ir.Table:
        """The rows of these files of one Delta table."""
        duck.name_files(self._connection, part, table, [self._logs[part].uri(file) for file in files])
        return unbound(table, part)

    def _bounds(self, table: Table, sources: Sequence[ir.Table], files: Sequence[DataFile]) -> list[int]:
        """Values of the first sort column that cut these files' rows into pieces of about PIECE; none for few rows."""
        column = table.schema.field((table.cluster_by or (POSITION,))[0])
        pieces = -(-sum(file.rows for file in files) // PIECE)
        if pieces < 2 or column.nullable or not pa.types.is_integer(column.type):
            return []
        values = ibis.union(*(rows.select(column.name) for rows in sources)) if len(sources) > 1 else sources[0]
        with closing(self._connection.cursor()) as cursor:
            found = pa.Table.from_batches(duck.stream(cursor, values.select(column.name), ROW_GROUP))
        shares = [place / pieces for place in range(1, pieces)]
        return sorted(set(pc.quantile(found[column.name], q=shares, interpolation="lower").to_pylist()))

    def _written(self, log: DeltaLog, partition: str, rows: ir.Table, bounds: Sequence[int] = ()) -> list[AddAction]:
        """Write the rows in order, piece by piece, since sorting wide rows all at once takes too much memory."""
        writer = PartWriter(log.store, log.table, partition)
        for piece in _pieces(rows, (log.table.cluster_by or (POSITION,))[0], bounds):
            ordered = piece.order_by(log.table.cluster_by or [POSITION])
            inside = ordered.select(log.table.file_schema.names)
            with closing(self._connection.cursor()) as cursor:
                for batch in duck.stream(cursor, inside, ROW_GROUP):
                    writer.write(pa.Table.from_batches([batch]).cast(log.table.file_schema))
        return writer.close()


def _pieces(rows: ir.Table, column: str, bounds: Sequence[int]) -> Iterator[ir.Table]:
    """The rows below the first bound, then from each bound to the next."""
    for low, high in pairwise([None, *bounds, None]):
        piece = rows
        if low is not None:
            piece = piece.filter(piece[column] >= low)
        if high is not None:
            piece = piece.filter(piece[column] < high)
        yield piece
