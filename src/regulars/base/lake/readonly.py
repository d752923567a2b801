"""Read-only SQL: one parsed SELECT over the lake's tables, in a database that can reach nothing else."""

import json
import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from regulars.base.lake import duck
from regulars.base.lake.errors import QueryRefused
from regulars.base.lake.log import DeltaLog
from regulars.base.lake.relations import relation
from regulars.base.lake.tables import Table
from regulars.base.lake.views import FileViews

_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_SOURCES = {"BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST", "TABLE_FUNCTION"}
_TABLE_FUNCTIONS = {"unnest", "range", "generate_series", "json_each", "json_tree"}
# Functions that look at the server or change it; what reads files is a table function, refused above.
_FUNCTIONS = re.compile(
    r"(duckdb|pg|pragma|has|current|parse_duckdb)_\w+|\w*(setting|variable|getenv|secret|privilege|_sql|sleep)\w*"
    r"|nextval|currval|setval|setseed|write_log|stats|vector_type|query|query_table|in_search_path|error|txid_current"
)
_HARMLESS = {"current_date", "current_localtime", "current_localtimestamp"}


class ReadOnlySql:
    """Answers SELECTs. `connect` makes the database, which is locked before the first text arrives."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        logs: Mapping[str, DeltaLog],
        connect: Callable[[], duckdb.DuckDBPyConnection],
    ) -> None:
        self._tables, self._logs, self._connect = tables, logs, connect
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def rows(self, text: str, *, limit: int, timeout: float, withdrawn: Mapping[str, Collection[int]]) -> pa.Table:
        """At most `limit` rows. Raises QueryRefused, QueryTimeout, QueryFailed."""
        connection = self._open()
        cursor = connection.cursor()
        try:
            select, used = parse_select(cursor, text, self._tables.keys(), self._reserved)
            self._views.refresh(sorted(used))
            with duck.deadline(cursor, timeout):
                for name in used:
                    shown = ibis.to_sql(relation(self._tables[name], withdrawn.get(name, ())), dialect="duckdb")
                    cursor.execute(f"CREATE TEMP VIEW {name} AS {shown}")
                return cursor.sql(select).limit(limit).to_arrow_table()
        finally:
            cursor.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
                self._views = FileViews(self._connection, self._tables, self._logs)
                self._views.refresh(self._tables)
                self._reserved = _catalogue(self._connection)
                duck.lock_down(self._connection, [f"{log.store.url}/" for log in self._logs.values()])
            return self._connection


def _catalogue(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Names that already mean something in the catalogue, which a query's own names must not hide."""
    found = connection.execute("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")
    return frozenset(row[0].lower() for row in found.fetchall())


def parse_select(
    cursor: duckdb.DuckDBPyConnection, text: str, tables: Collection[str], reserved: Collection[str]
) -> tuple[str, set[str]]:
    """One plain SELECT written out from its parsed tree, and the lake tables that it reads. Raises QueryRefused."""
    parsed = _value(cursor, "SELECT json_serialize_sql(?::VARCHAR)", text)
    used = _check_tree(json.loads(parsed), tables, reserved)
    return _value(cursor, "SELECT json_deserialize_sql(?::JSON)", parsed), used


def _value(cursor: duckdb.DuckDBPyConnection, sql: str, argument: str) -> str:
    (row,) = cursor.execute(sql, [argument]).fetchall()
    return str(row[0])


def _check_tree(tree: Any, tables: Collection[str], reserved: Collection[str]) -> set[str]:
    """The lake tables that the tree of one plain SELECT reads. Raises QueryRefused for any other tree."""
    if tree.get("error", True):
        raise QueryRefused(f"Only one SELECT is allowed here: {tree.get('error_message', 'nothing was given')}")
    if len(tree["statements"]) != 1:
        raise QueryRefused("Only one SELECT is allowed here, not several statements.")
    own_names = {name.lower() for node in _nodes(tree) for name in _own_names(node)}
    if taken := sorted(name for name in own_names if name in reserved or not name.isidentifier()):
        raise QueryRefused(f"Choose another name than {', '.join(taken)} in WITH.")
    used: set[str] = set()
    for node in _nodes(tree):
        _check_node(node)
        if node.get("type") == "BASE_TABLE":
            used.add(_table_name(node, tables, own_names))
    return used & set(tables)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(child)


def _own_names(node: dict[str, Any]) -> Iterator[str]:
    """The names that WITH gives."""
    if "cte_map" in node:
        yield from (entry["key"] for entry in node["cte_map"]["map"])
    if node.get("type") in ("RECURSIVE_CTE_NODE", "CTE_NODE"):
        yield node["cte_name"]


def _check_node(node: dict[str, Any]) -> None:
    kind = str(node.get("type", ""))
    if kind.endswith("_NODE") and kind not in _QUERIES:
        raise QueryRefused("Only SELECT is allowed here: nothing can be changed.")
    if "sample" in node and "alias" in node and kind not in _SOURCES:
        raise QueryRefused("Only SELECT is allowed here: for a table's columns, select from it with LIMIT 1.")
    if kind == "TABLE_FUNCTION" and node["function"]["function_name"].lower() not in _TABLE_FUNCTIONS:
        raise QueryRefused(f"{node['function']['function_name']}() is not allowed here: select from the lake's tables.")
    if node.get("class") == "FUNCTION":
        name = str(node["function_name"]).lower()
        if _FUNCTIONS.fullmatch(name) and name not in _HARMLESS:
            raise QueryRefused(f"{name}() is not allowed here.")


def _table_name(node: dict[str, Any], tables: Collection[str], own_names: Collection[str]) -> str:
    name = str(node["table_name"]).lower()
    if len(node["qualified_name"]["path"]) != 1 or (name not in tables and name not in own_names):
        raise QueryRefused(f"There is no table {node['table_name']!r} here. There are: {', '.join(sorted(tables))}.")
    return name
