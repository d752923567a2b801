"""Everything that is DuckDB's own: connections, views over a table's files, time limits, its errors."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from regulars.base.lake.errors import QueryFailed, QueryTimeout
from regulars.base.lake.tables import Table


def connect(threads: int, memory_limit: str, spill: Path) -> duckdb.DuckDBPyConnection:
    """A fresh database in memory that fetches nothing from the network and spills into `spill`."""
    settings = {
        "threads": str(threads),
        "memory_limit": memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
    }
    connection = duckdb.connect(":memory:", config=dict(settings))
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection


def lock_down(connection: duckdb.DuckDBPyConnection, folders: Sequence[str]) -> None:
    """From now on the database reads these folders and nothing else, and no setting can be changed."""
    connection.execute(f"SET allowed_directories = [{', '.join(map(_literal, folders))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def as_sql(cursor: duckdb.DuckDBPyConnection, expression: ir.Table) -> str:
    """The expression in DuckDB's words; its memory tables are registered with the cursor that will run it."""
    for table in expression.op().find(ops.InMemoryTable):
        cursor.register(table.name, table.data.to_pyarrow(table.schema))
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))


def name_files(connection: duckdb.DuckDBPyConnection, name: str, table: Table, uris: Sequence[str]) -> None:
    """Make the view `name` over the given files: exactly the table's columns, null where a file lacks one."""
    shape = _ensure_shape(connection, table)
    source = f"FROM {shape}"
    if uris:
        source += f" UNION ALL BY NAME FROM read_parquet([{', '.join(map(_literal, uris))}], {_options(table)})"
    columns = ", ".join(map(_quoted, table.schema.names))
    # A view's definition takes no bound values; names and paths are the lake's own, and quoted.
    connection.execute(f"CREATE OR REPLACE VIEW {_quoted(name)} AS SELECT {columns} FROM ({source})")  # noqa: S608


def _options(table: Table) -> str:
    if table.partition_by is None:
        return "union_by_name = true, hive_partitioning = false"
    return f"union_by_name = true, hive_partitioning = true, hive_types = {{{_quoted(table.partition_by)}: VARCHAR}}"


def _ensure_shape(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    """An empty table with the columns and types of a lake table."""
    shape = f"shape_{table.name}"
    known = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [shape]).fetchone()
    if known is None:
        connection.register("empty_rows", table.schema.empty_table())
        connection.execute(f"CREATE TABLE {_quoted(shape)} AS FROM empty_rows")
        connection.unregister("empty_rows")
    return _quoted(shape)


def stream(cursor: duckdb.DuckDBPyConnection, expression: ir.Table, size: int) -> Iterator[pa.RecordBatch]:
    """The rows of an expression, at most `size` a batch."""
    reader: pa.RecordBatchReader = cursor.sql(as_sql(cursor, expression)).to_arrow_reader(size)
    yield from reader


@contextmanager
def deadline(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what the cursor runs after so many seconds; DuckDB's errors leave as ours."""
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryTimeout(f"The query took longer than {seconds:g} s: narrow it, for example by time.") from error
    except duckdb.Error as error:
        raise QueryFailed(str(error).partition("\n\nLINE")[0].strip()) from error
    finally:
        timer.cancel()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
