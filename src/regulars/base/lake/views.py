"""Keeps an engine's views in step with the files that the logs name."""

import threading
from collections.abc import Iterable, Mapping

import duckdb

from regulars.base.lake import duck
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.relations import files_name
from regulars.base.lake.tables import Table


class FileViews:
    """One view for each Delta table over its current files; `refresh` is safe from any thread."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], logs: Mapping[str, DeltaLog]
    ) -> None:
        self._connection, self._tables, self._logs = connection.cursor(), tables, logs
        self._named: set[str] = set()
        self._lock = threading.Lock()

    def refresh(self, names: Iterable[str]) -> None:
        """Bring the views of these tables to the newest committed state, each table in one step."""
        with self._lock:
            for name in names:
                self._refresh(self._tables[name])

    def _refresh(self, table: Table) -> None:
        changed = {part for part in table.parts if self._logs[part].refresh()}
        # Compaction moves rows from the tail to the base while we read one after the other: look again until it rests.
        while changed and table.latest and (again := {part for part in table.parts if self._logs[part].refresh()}):
            changed |= again
        if not changed and table.name in self._named:
            return
        self._connection.execute("BEGIN")
        try:
            for part in table.parts:
                log = self._logs[part]
                duck.name_files(self._connection, files_name(part), table, [log.uri(file) for file in log.files()])
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        self._named.add(table.name)
