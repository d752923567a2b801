"""Reading the lake with DuckDB in this process. An engine on Spark will have the same four verbs."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from types import TracebackType
from typing import Self

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from regulars.base.lake import duck
from regulars.base.lake.errors import TableUnknown
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.readonly import ReadOnlySql
from regulars.base.lake.relations import files_name, relation
from regulars.base.lake.spill import Spill
from regulars.base.lake.tables import Table
from regulars.base.lake.views import FileViews


class Engine:
    """Runs Ibis expressions and read-only SQL over the newest committed state; any number of threads may share it.

    `timeout` in seconds is the longest that any query may take.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        open_logs: Callable[[], dict[str, DeltaLog]],
        *,
        spill: Spill,
        threads: int,
        memory_limit: str,
        timeout: float,
    ) -> None:
        self._tables = tables
        self._timeout = timeout
        self._spill = spill
        self._connection = duck.connect(threads, memory_limit, spill.folder)
        self._views = FileViews(self._connection, tables, open_logs())
        self._parts = {files_name(part): table.name for table in tables.values() for part in table.parts}
        self._sql = ReadOnlySql(tables, open_logs(), lambda: duck.connect(threads, memory_limit, spill.folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def table(self, name: str, withdrawn: Collection[int] = ()) -> ir.Table:
        """The rows of a table that stand, without those of withdrawn batches, as an expression that can be kept."""
        if name not in self._tables:
            raise TableUnknown(name)
        return relation(self._tables[name], withdrawn)

    def rows(self, expression: ir.Expr, timeout: float | None = None) -> pa.Table:
        """The whole result. Raises QueryTimeout, QueryFailed."""
        table = self._ready(expression)
        with closing(self._connection.cursor()) as cursor, duck.deadline(cursor, self._limit(timeout)):
            return cursor.sql(duck.as_sql(cursor, table)).to_arrow_table()

    def batches(
        self, expression: ir.Expr, size: int = 100_000, timeout: float | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The result in record batches of at most about `size` rows. Raises QueryTimeout, QueryFailed."""
        table = self._ready(expression)
        with closing(self._connection.cursor()) as cursor, duck.deadline(cursor, self._limit(timeout)):
            yield from duck.stream(cursor, table, size)

    def sql(
        self,
        text: str,
        *,
        limit: int = 1000,
        timeout: float | None = None,
        withdrawn: Mapping[str, Collection[int]] | None = None,
    ) -> pa.Table:
        """At most `limit` rows of one SELECT over the lake's tables. Raises QueryRefused, QueryTimeout, QueryFailed."""
        return self._sql.rows(text, limit=limit, timeout=self._limit(timeout), withdrawn=withdrawn or {})

    def close(self) -> None:
        self._sql.close()
        self._connection.close()
        self._spill.close()

    def _limit(self, timeout: float | None) -> float:
        return self._timeout if timeout is None else min(timeout, self._timeout)

    def _ready(self, expression: ir.Expr) -> ir.Table:
        """The expression as a table, with the files of every lake table in it up to date."""
        named = expression.op().find(ops.UnboundTable)
        self._views.refresh(sorted({self._parts[op.name] for op in named if op.name in self._parts}))
        return expression.as_table()
