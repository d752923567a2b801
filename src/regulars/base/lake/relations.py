"""What a reader sees of a table, as one Ibis expression over its files: the same for every engine."""

from collections.abc import Collection, Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from regulars.base.lake.errors import TableRefused
from regulars.base.lake.tables import BATCH, DELETED, POSITION, Table


def files_name(part: str) -> str:
    """The name under which an engine registers the files of one Delta table."""
    return f"files_{part}"


def relation(table: Table, withdrawn: Collection[int] = ()) -> ir.Table:
    """The rows that stand: of a latest table the newest of each key, of an event table all but `withdrawn` batches.

    The expression is unbound; it costs nothing and can be kept.
    """
    if table.latest:
        if withdrawn:
            raise TableRefused(f"Table {table.name} keeps the newest row of each key: its batches are not withdrawn.")
        return newest(table, _files(table, table.name), _files(table, table.intake))
    rows = _files(table, table.name)
    return without_batches(table, rows, withdrawn)


def without_batches(table: Table, rows: ir.Table, withdrawn: Collection[int]) -> ir.Table:
    if not withdrawn:
        return rows
    if BATCH not in table.schema.names:
        raise TableRefused(f"Table {table.name} has no column {BATCH}, so no batch can be left out of it.")
    return rows.filter(rows[BATCH].isnull() | rows[BATCH].notin(sorted(withdrawn)))


def newest(table: Table, base: ir.Table, tail: ir.Table) -> ir.Table:
    """The newest row of each key; the base holds one row a key, so only the short tail is ranked."""
    assert table.primary_key is not None
    key = list(table.primary_key)
    rows = base.anti_join(tail.select(key), key).union(rank_newest(table, tail))
    if DELETED not in table.schema.names:
        return rows
    return rows.filter(~rows[DELETED].fill_null(False))


def rank_newest(table: Table, rows: ir.Table) -> ir.Table:
    """The row of each key with the greatest position, deleted or not."""
    order = ibis.row_number().over(group_by=list(table.primary_key or ()), order_by=ibis.desc(POSITION))
    return rows.mutate(rank_=order).filter(lambda row: row.rank_ == 0).drop("rank_")


def without_subjects(table: Table, rows: ir.Table, keys: Collection[int], hashes: Mapping[bytes, int]) -> ir.Table:
    """The rows that name none of the keys and carry none of the hashes; a hash counts in rows before its position."""
    if keys and table.subject_key:
        wanted = _wanted(keys, pa.int64())
        rows = rows.anti_join(wanted, rows[table.subject_key] == wanted.wanted_)
    if hashes and table.subject_hashes:
        identity = [POSITION, *(table.primary_key or ())]
        rows = rows.anti_join(_carrying(rows, table.subject_hashes, hashes).select(identity).distinct(), identity)
    return rows


def about(table: Table, rows: ir.Table, keys: Collection[int], hashes: Mapping[bytes, int]) -> list[ir.Table]:
    """The rows that name one of the keys, and those that carry one of the hashes."""
    found = []
    if keys and table.subject_key:
        wanted = _wanted(keys, pa.int64())
        found.append(rows.semi_join(wanted, rows[table.subject_key] == wanted.wanted_))
    if hashes and table.subject_hashes:
        found.append(_carrying(rows, table.subject_hashes, hashes))
    return found


def _carrying(rows: ir.Table, column: str, hashes: Mapping[bytes, int]) -> ir.Table:
    """The rows whose list has one of the hashes: a join, a hundred times faster than comparing list with list."""
    wanted, each = _bounded(hashes), rows.mutate(hash_=rows[column].unnest())
    return each.semi_join(wanted, [each.hash_ == wanted.wanted_, each[POSITION] < wanted.before_]).drop("hash_")


def _wanted(values: Collection[int], kind: pa.DataType) -> ir.Table:
    return ibis.memtable(pa.table({"wanted_": pa.array(list(values), kind)}))


def _bounded(hashes: Mapping[bytes, int]) -> ir.Table:
    columns = {"wanted_": pa.array(list(hashes), pa.binary()), "before_": pa.array(list(hashes.values()), pa.int64())}
    return ibis.memtable(pa.table(columns))


def unbound(table: Table, name: str) -> ir.Table:
    """Rows of this table under a name; every column may be null to Ibis, since set operations want equal schemas."""
    nullable = pa.schema([column.with_nullable(True) for column in table.schema])
    return ibis.table(ibis.Schema.from_pyarrow(nullable), name=name)


def _files(table: Table, part: str) -> ir.Table:
    return unbound(table, files_name(part))
