"""The road's fixed SQL: how a set of values goes into one statement, on SQLite and on PostgreSQL.

Statements are written once; `rows_of` stands for the given values as a table expression.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any

import msgspec
from django.db import connection

Row = tuple[Any, ...]
PARAMETERS = 900
"""In one statement on SQLite: rows are inserted by the dozen, which takes two thirds of the time of one by one."""
PLACES = 100
"""Values that are looked up together come in multiples of this."""
encode = msgspec.json.Encoder().encode


def rows_of(columns: Sequence[str]) -> str:
    """A table expression of one parameter (see `bind`); columns are "name bigint" or "name text"."""
    names = [column.split()[0] for column in columns]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{column.split()[1]}[]" for column in columns)
        return f"unnest({arrays}) AS given({', '.join(names)})"
    if len(columns) == 1:
        return f"(SELECT value AS {names[0]} FROM json_each(%s)) AS given"
    picked = ", ".join(f"value->>{place} AS {name}" for place, name in enumerate(names))
    return f"(SELECT {picked} FROM json_each(%s)) AS given"


def bind(rows: Sequence[Row]) -> list[Any]:
    """The parameters for `rows_of`."""
    if connection.vendor == "postgresql":
        return [list(column) for column in zip(*rows, strict=True)]
    single = len(rows[0]) == 1
    return [encode([row[0] for row in rows] if single else rows).decode()]


def select(statement: str, columns: Sequence[str], rows: Sequence[Row], *more: Any) -> list[Row]:
    """Run a SELECT with `{given}` in it over the given rows; no rows, no query."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.format(given=rows_of(columns)), [*bind(rows), *more])
        return list(cursor.fetchall())


def select_keys(statement: str, keys: Iterable[int], *more: Any) -> list[Row]:
    """Run a SELECT over a set of keys, as the column `key` of `{given}`."""
    return select(statement, ["key bigint"], [(key,) for key in keys], *more)


def select_among(statement: str, values: Sequence[Any], *before: Any) -> list[Row]:
    """Run a SELECT whose condition ends in `{among}`: that its column is one of many values. No values, no query."""
    if not values:
        return []
    if connection.vendor == "postgresql":
        return run(statement.format(among="= ANY(%s)"), *before, list(values))
    rows: list[Row] = []
    for start in range(0, len(values), PARAMETERS):
        part = list(values[start : start + PARAMETERS])
        # Of few lengths, so that SQLite has the statement ready; what is named twice is found once.
        part += [part[-1]] * (-len(part) % PLACES)
        places = f"IN ({', '.join('?' * len(part))})"
        rows += run_sqlite(statement.replace("%s", "?").format(among=places), [*before, *part])
    return rows


def insert(
    table: str, columns: Sequence[str], rows: Sequence[Row], conflict: str = "", fixed: Sequence[str] = ()
) -> None:
    """Insert rows; columns are "name bigint", `conflict` is the rest of ON CONFLICT.

    `fixed` are columns that have the same in each row, as "name = 1" in SQL's own words.
    """
    others = [one.split(" = ") for one in fixed]
    names = ", ".join([*(column.split()[0] for column in columns), *(name for name, _ in others)])
    into = f"INSERT INTO {table} ({names})"
    after = f" ON CONFLICT {conflict}" if conflict else ""
    if not rows:
        return
    if connection.vendor == "postgresql":
        picked = ", ".join(["given.*", *(value for _, value in others)])
        run(f"{into} SELECT {picked} FROM {rows_of(columns)}{after}", *bind(rows))
        return
    row = f"({', '.join([*'?' * len(columns), *(value for _, value in others)])})"
    start = 0
    for many in parts(len(rows), max(1, PARAMETERS // len(columns))):
        some = rows[start : start + many]
        run_sqlite(f"{into} {values_of(row, many)}{after}", list(chain.from_iterable(some)))
        start += many


def parts(count: int, most: int) -> Iterator[int]:
    """Cut a count into parts of few sizes, the largest first, so that SQLite has each statement ready."""
    yield from repeat(most, count // most)
    left = count % most
    while left:
        part = 1 << (left.bit_length() - 1)
        yield part
        left -= part


@cache
def values_of(row: str, rows: int) -> str:
    """The VALUES of many rows, in SQLite's own place holders."""
    return f"VALUES {', '.join([row] * rows)}"


def run_sqlite(statement: str, parameters: Sequence[Any]) -> list[Row]:
    """Run one statement with SQLite's own place holders: very long ones take Django long to rewrite."""
    with connection.cursor(), connection.wrap_database_errors:
        return list(connection.connection.execute(statement, parameters).fetchall())


def update(table: str, key: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Update rows by a key; each row is the key's value and then the columns'."""
    name, *names = (column.split()[0] for column in [key, *columns])
    if not rows:
        return
    if connection.vendor == "postgresql":
        changes = ", ".join(f"{column} = given.{column}" for column in names)
        given = rows_of([key, *columns])
        run(f"UPDATE {table} SET {changes} FROM {given} WHERE {table}.{name} = given.{name}", *bind(rows))
    else:
        changes = ", ".join(f"{column} = %s" for column in names)
        write(f"UPDATE {table} SET {changes} WHERE {name} = %s", [(*row[1:], row[0]) for row in rows])


def write(statement: str, rows: Sequence[Row]) -> None:
    """Run one INSERT, UPDATE or DELETE for each row."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def run(statement: str, *parameters: Any) -> list[Row]:
    """Run one statement; the rows it returns, if any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def run_keys(statement: str, keys: Iterable[int], *more: Any) -> None:
    """Run one statement over a set of keys, as the column `key` of `{given}`."""
    given = [(key,) for key in keys]
    if given:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(given=rows_of(["key bigint"])), [*bind(given), *more])
