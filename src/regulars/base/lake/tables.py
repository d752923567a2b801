"""What a lake table is: its columns, its layout, which columns are personal, and how rows are made to fit it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from regulars.base.lake.errors import RowsRefused, TableRefused

POSITION = "position"
BATCH = "batch"
DELETED = "deleted"
WHOLE = ""  # the one partition of a table without partitions

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARTITION = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Table:
    """One table of the lake.

    `primary_key` None: rows are only added. Set: the newest row of a key by `position` stands, and a row whose bool
    column `deleted` is true hides the key; the partition of a key must then never change.
    `personal` columns get no statistics anywhere. `subject_key` (int64) and `subject_hashes` (list of binary) are the
    columns by which rows are erased.
    """

    name: str
    schema: pa.Schema
    partition_by: str | None = None
    cluster_by: tuple[str, ...] = ()
    primary_key: tuple[str, ...] | None = None
    personal: frozenset[str] = field(default_factory=frozenset)
    subject_key: str | None = None
    subject_hashes: str | None = None

    def __post_init__(self) -> None:
        if not _PLAIN_NAME.fullmatch(self.name):
            raise TableRefused(f"A table's name is lower-case letters, digits and _, not {self.name!r}.")
        named = {*self.cluster_by, *(self.primary_key or ()), *self.personal, POSITION}
        named |= {name for name in (self.partition_by, self.subject_key, self.subject_hashes) if name}
        if missing := sorted(named - set(self.schema.names)):
            raise TableRefused(f"Table {self.name} names columns that its schema lacks: {', '.join(missing)}.")
        if self.schema.field(POSITION).type != pa.int64():
            raise TableRefused(f"Table {self.name}: {POSITION} must be int64.")
        if self.partition_by and self.schema.field(self.partition_by).type != pa.string():
            raise TableRefused(f"Table {self.name}: the partition column {self.partition_by} must be a string.")

    @property
    def latest(self) -> bool:
        """Whether only the newest row of each key stands."""
        return self.primary_key is not None

    @property
    def intake(self) -> str:
        """The name of the Delta table that takes appends: a latest table has a tail beside its compacted base."""
        return f"{self.name}_tail" if self.latest else self.name

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its Delta tables, the one that takes appends first."""
        return tuple(dict.fromkeys((self.intake, self.name)))

    @cached_property
    def file_schema(self) -> pa.Schema:
        """The columns inside a file: all but the partition's, which stands in the path."""
        return pa.schema([column for column in self.schema if column.name != self.partition_by])

    @cached_property
    def statistics(self) -> tuple[str, ...]:
        """Columns whose smallest and largest values are recorded: numbers, moments and sort columns, never personal."""
        return tuple(
            column.name
            for column in self.file_schema
            if column.name not in self.personal and (_is_ordered(column.type) or column.name in self.cluster_by)
        )


def _is_ordered(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_timestamp(kind) or pa.types.is_date(kind))


def fit(rows: pa.Table, table: Table) -> pa.Table:
    """The rows with exactly the table's columns in order, absent nullable ones filled with null. Raises RowsRefused."""
    if unknown := sorted(set(rows.column_names) - set(table.schema.names)):
        raise RowsRefused(f"Table {table.name} has no columns {', '.join(unknown)}: declare them first.")
    columns = [_column(rows, wanted, table) for wanted in table.schema]
    return pa.Table.from_arrays(columns, schema=table.schema)


def _column(rows: pa.Table, wanted: pa.Field, table: Table) -> pa.ChunkedArray | pa.Array:
    column = rows[wanted.name] if wanted.name in rows.column_names else pa.nulls(rows.num_rows, wanted.type)
    if column.null_count and (not wanted.nullable or wanted.name in (POSITION, table.partition_by)):
        raise RowsRefused(f"Table {table.name}: column {wanted.name} may not be empty.")
    try:
        return column.cast(wanted.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise RowsRefused(f"Table {table.name}: column {wanted.name} does not fit {wanted.type}: {error}") from error


def by_partition(rows: pa.Table, table: Table) -> list[tuple[str, pa.Table]]:
    """The rows of each partition, without the partition column, ordered by partition."""
    if table.partition_by is None:
        return [(WHOLE, rows)] if rows.num_rows else []
    column = rows[table.partition_by]
    values = sorted(pc.unique(column).to_pylist())
    for value in values:
        check_partition(value)
    inside = rows.select(table.file_schema.names)
    if len(values) == 1:
        return [(values[0], inside)]
    return [(value, inside.filter(pc.equal(column, value))) for value in values]


def check_partition(value: str) -> None:
    """A partition value is part of a path, so only plain characters are taken. Raises RowsRefused."""
    if not _PARTITION.fullmatch(value):
        raise RowsRefused(f"A partition is named by letters, digits, '_', '-' and '.', not {value!r}.")
