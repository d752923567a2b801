"""The lake as a whole: where it lies, which tables it has, and the doors to write and to read it."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from regulars.base.lake.engine import Engine
from regulars.base.lake.errors import LakeError, TableRefused
from regulars.base.lake.lease import FileLease
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.scratch import Scratch
from regulars.base.lake.spill import Spill, clear_spill
from regulars.base.lake.status import TableStatus, table_status
from regulars.base.lake.store import Store, local_path
from regulars.base.lake.tables import Table
from regulars.base.lake.writer import Writer


def no_crash(point: str) -> None:
    """Outside of tests nothing happens between two durable steps."""


class Lake:
    """Tables at a URL: a path, or any object store that delta-rs knows, with its `storage_options`.

    Making one touches nothing; only the writer creates tables, and a table that does not exist yet reads as empty.
    """

    def __init__(self, url: str, tables: Sequence[Table], storage_options: dict[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        self.local = local_path(self.url)
        self.tables = {table.name: table for table in tables}
        self._options = storage_options
        names = [part for table in tables for part in table.parts]
        if len(set(names)) != len(names):
            raise TableRefused(f"Two tables of the lake share a name: {', '.join(sorted(names))}.")

    def writer(
        self,
        lease: AbstractContextManager[object] | None = None,
        crash: Callable[[str], None] = no_crash,
        *,
        threads: int = 2,
        memory_limit: str = "1GB",
    ) -> Writer:
        """The one writer, as a context manager. A lake on an object store needs a `lease`. Raises LeaseHeld on entry.

        `crash` is called with the name of each point between two durable steps.
        """
        if lease is None and self.local is None:
            raise LakeError("A lake on an object store needs a lease, for instance a lock in the database.")
        clear_spill(self._spill_root())
        return Writer(
            self.tables,
            self._logs(),
            lease=lease or FileLease((self.local or Path()) / ".writer.lock"),
            crash=crash,
            spill=Spill(self._spill_root()),
            threads=threads,
            memory_limit=memory_limit,
        )

    def engine(self, *, threads: int = 2, memory_limit: str = "1GB", timeout: float = 30.0) -> Engine:
        """A reader; any number of them, in any process, beside the writer. `timeout` in seconds."""
        return Engine(
            self.tables,
            self._logs,
            spill=Spill(self._spill_root()),
            threads=threads,
            memory_limit=memory_limit,
            timeout=timeout,
        )

    def scratch(self, *, threads: int = 2, memory_limit: str = "1GB") -> Scratch:
        """An empty database in memory for work of its own; it spills where the lake's readers do."""
        return Scratch(threads=threads, memory_limit=memory_limit, spill=self._spill_root())

    def status(self) -> list[TableStatus]:
        """Every table, in the order of declaration."""
        logs = self._logs()
        return [table_status(table, logs) for table in self.tables.values()]

    def _logs(self) -> dict[str, DeltaLog]:
        return {
            part: DeltaLog(part, table, Store(f"{self.url}/{part}", self._options), self._options)
            for table in self.tables.values()
            for part in table.parts
        }

    def _spill_root(self) -> Path:
        return (self.local or Path(tempfile.gettempdir()) / "regulars") / ".spill"
