"""What is kept of a preview: counts, some rows of each outcome with what they would change, and bad values."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.collect.files.enums import Outcome
from regulars.unify.customers.queries.names import NAME_PARTS
from regulars.unify.facts.statement import Statement

from .foreseen import FIRST_KEY, Foreseen

MOST = {Outcome.CREATED: 1_000, Outcome.UPDATED: 10_000, Outcome.MERGED: 10_000, Outcome.UNCHANGED: 1_000}
MOST_LEFT_OUT = 10_000
ROWS = pa.schema(
    [
        ("outcome", pa.string()),
        ("row", pa.int64()),
        ("root", pa.int64()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("joined", pa.list_(pa.int64())),
        ("reasons", pa.string()),
    ]
)
TROUBLES = pa.schema(
    [
        ("column", pa.int32()),
        ("code", pa.string()),
        ("value", pa.string()),
        ("count", pa.int64()),
        ("rows", pa.list_(pa.int64())),
    ]
)
LEFT_OUT = pa.schema([("row", pa.int64()), ("code", pa.string())])

encode = msgspec.json.encode


class Kept:
    """Counts all, and keeps some with their positions; none of outcomes of which enough are kept elsewhere."""

    def __init__(self, full: Collection[Outcome] = ()) -> None:
        self.facts = 0
        self.counts: Counter[str] = Counter()
        self.rows: dict[Outcome, list[tuple[int, dict[str, Any]]]] = {outcome: [] for outcome in Outcome}
        self.elsewhere = full

    @property
    def full(self) -> frozenset[Outcome]:
        """The outcomes of which no more rows are kept."""
        return frozenset(outcome for outcome, rows in self.rows.items() if len(rows) >= most(outcome))

    def take(self, statements: Sequence[Statement], foreseen: Sequence[Foreseen]) -> None:
        """What some more facts will do."""
        self.facts += len(statements)
        for statement, seen in zip(statements, foreseen, strict=True):
            rows = statement.fact.rows
            self.counts[seen.outcome.value] += rows
            kept = self.rows[seen.outcome]
            if rows and len(kept) < most(seen.outcome) and seen.outcome not in self.elsewhere:
                kept.append((statement.position, row_of(statement, seen)))

    def add(self, other: "Kept", counts: Counter[str], facts: int) -> None:
        """What was kept elsewhere of facts that follow, of which so many were counted."""
        self.facts += facts
        self.counts += counts
        for outcome, rows in other.rows.items():
            mine = self.rows[outcome]
            mine += rows[: max(0, most(outcome) - len(mine))]

    def only(self, is_left: Callable[[int], bool], counts: Counter[str], facts: int) -> None:
        """Keep only what is of facts at some positions, which are counted so."""
        self.facts, self.counts = facts, counts
        self.rows = {outcome: [one for one in rows if is_left(one[0])] for outcome, rows in self.rows.items()}

    def table(self) -> pa.Table:
        """The rows that are kept, by outcome and row."""
        every = [row for outcome in Outcome for _, row in sorted(self.rows[outcome], key=lambda one: one[1]["row"])]
        return pa.Table.from_pylist(every, ROWS)

    def refused(self) -> list[tuple[int, str]]:
        """The rows that the road will refuse, with the code."""
        return [(row["row"], msgspec.json.decode(row["reasons"])[0][0]) for _, row in self.rows[Outcome.REJECTED]]


def most(outcome: Outcome) -> int:
    """How many rows of an outcome are kept."""
    return MOST.get(outcome, MOST_LEFT_OUT)


def row_of(statement: Statement, seen: Foreseen) -> dict[str, Any]:
    """One row, with only those values that would change, and the name of who comes with this very file."""
    kept = NAME_PARTS if seen.root >= FIRST_KEY else ()
    names = [name for name in {**seen.before, **seen.after} if name in kept or changed(name, seen)]
    return {
        "outcome": seen.outcome.value,
        "row": statement.fact.row,
        "root": seen.root,
        "before": encode({name: seen.before[name] for name in names if name in seen.before}).decode(),
        "after": encode({name: seen.after[name] for name in names if name in seen.after}).decode(),
        "joined": list(seen.joined),
        "reasons": encode(seen.reasons).decode(),
    }


def changed(name: str, seen: Foreseen) -> bool:
    """Whether a value would be another; as JSON, because to Python true and 1 are the same."""
    return encode(seen.before.get(name)) != encode(seen.after.get(name))


def write(path: Path, table: pa.Table) -> None:
    """Put a table at a path, whole or not at all; only its owner reads it."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.touch(mode=0o600)
    pq.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)


def write_troubles(path: Path, troubles: Iterable[tuple[int, str, str, Sequence[int]]]) -> None:
    """Keep bad values: column, code, value, and their number with the first rows behind it."""
    rows = [
        {"column": column, "code": code, "value": value, "count": count, "rows": list(first)}
        for column, code, value, (count, *first) in troubles
    ]
    write(path, pa.Table.from_pylist(rows, TROUBLES))


def count_troubles(path: Path) -> Counter[tuple[int, str]]:
    """(column, code) → how many cells."""
    table = pq.read_table(path, columns=["column", "code", "count"]) if path.exists() else TROUBLES.empty_table()
    found: Counter[tuple[int, str]] = Counter()
    for column, code, count in zip(*(table[name].to_pylist() for name in ("column", "code", "count")), strict=True):
        found[column, code] += count
    return found


def write_left_out(path: Path, rows: Iterable[tuple[int, str]]) -> None:
    """Keep which rows are left out, and why."""
    write(path, pa.Table.from_pylist([{"row": row, "code": code} for row, code in sorted(rows)], LEFT_OUT))


def count_left_out(path: Path) -> int:
    """How many rows were left out while they were read."""
    return int(pq.read_metadata(path).num_rows)


def left_out(path: Path) -> list[tuple[int, str]]:
    """The rows that are left out, with the code."""
    table = pq.read_table(path) if path.exists() else LEFT_OUT.empty_table()
    return list(zip(table["row"].to_pylist(), table["code"].to_pylist(), strict=True))
