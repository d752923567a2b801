"""A DuckDB of its own in memory for work that needs no lake: tables come and go, and what is too much is spilled."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from regulars.base.lake import duck
from regulars.base.lake.spill import Spill


class Scratch:
    """One connection that one thread uses; all in it is gone when it closes. `spill` is the folder of spilling."""

    def __init__(self, *, threads: int, memory_limit: str, spill: Path) -> None:
        self._spill = Spill(spill)
        self.connection = duck.connect(threads, memory_limit, self._spill.folder)
        self.connection.execute("SET preserve_insertion_order = false")
        self._functions: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, name: str, rows: pa.Table) -> None:
        """Let the rows be read under a name, without a copy."""
        self.connection.register(name, rows)

    def drop(self, name: str) -> None:
        """Forget rows that were put."""
        self.connection.unregister(name)

    def run(self, sql: str, values: object = None) -> None:
        """Run a statement whose rows nobody needs."""
        self.connection.execute(sql, values)

    def rows(self, sql: str, values: object = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def table(self, sql: str, values: object = None) -> pa.Table:
        """All rows of a query, in columns."""
        return self.connection.execute(sql, values).to_arrow_table()

    def teach(self, name: str, function: Callable[..., pa.Array], takes: list[str], gives: str) -> None:
        """Let queries call a function over columns (arrays in, one array out); types are DuckDB's."""
        types: Any = takes
        self.connection.create_function(name, function, types, gives, type="arrow")  # type: ignore[call-overload]
        self._functions.append(name)

    def close(self) -> None:
        for name in self._functions:
            self.connection.remove_function(name)
        self.connection.close()
        self._spill.close()
