"""Makes of a mapping what turns rows of the staged file into facts, a batch at a time."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from functools import cached_property
from typing import Any

import pyarrow as pa

from regulars.collect.files.mapping import customers, orders, things
from regulars.collect.files.mapping.columns import Column, Kind, Mapping, Row
from regulars.collect.files.mapping.countries import country
from regulars.collect.files.mapping.reading import Cells, cells_of
from regulars.collect.files.mapping.sheet import Context, Sheet
from regulars.collect.files.mapping.targets import KEY
from regulars.unify.facts.statement import SourceRef

MAKERS: dict[Kind, Callable[[Sheet, Context], list[Row]]] = {
    Kind.CUSTOMERS: customers.rows,
    Kind.ORDERS: orders.rows,
    Kind.ORDER_LINES: orders.rows,
    Kind.PRODUCTS: things.products,
    Kind.CONSENTS: things.consents,
    Kind.POINTS: things.points,
}
PHONES = frozenset({"trait:phone", "identifier:phone", "trait:whatsapp", "identifier:whatsapp"})


People = Map[str, Sequence[tuple[str, str]]]
"""Key of a customer → the (type, value) of identifiers to find them by."""


class Compiled:
    """Reads batches of a staged file (columns `row`, `c0` …) into rows; can be pickled for other processes."""

    def __init__(
        self, mapping: Mapping, source: SourceRef, received_at: int, consents: Map[str, bool], evidence: Map[str, str]
    ) -> None:
        self.mapping, self.source, self.received_at = mapping, source, received_at
        self.consents, self.evidence = dict(consents), dict(evidence)

    def __reduce__(self) -> tuple[Any, ...]:
        return Compiled, (self.mapping, self.source, self.received_at, self.consents, self.evidence)

    @property
    def columns(self) -> list[Column]:
        """The columns that are read."""
        return [column for column in self.mapping.columns if column.target]

    @property
    def names(self) -> list[str]:
        """The staged columns that are read."""
        return ["row", *(f"c{column.place}" for column in self.columns)]

    @cached_property
    def cells(self) -> list[Cells]:
        # A split name stands behind the parts that the file names, a country before the phones.
        return [cells_of(column, self.mapping) for column in sorted(self.columns, key=lambda one: not one.split)]

    @cached_property
    def context(self) -> Context:
        return Context(self.mapping, self.received_at, self.consents, self.evidence)

    def __call__(self, batch: pa.RecordBatch | pa.Table, people: People | None = None) -> list[Row]:
        """One `Row` for each row of the batch, in their order. Never raises for what a cell says.

        `people` are the customers that `keys` of this batch names; without it nobody is found by key.
        """

        def values(place: int) -> list[str | None]:
            cells: list[str | None] = batch.column(f"c{place}").to_pylist()
            return cells

        regions = self.regions(values)
        readings = [
            (cells, cells(values(cells.column.place), regions if cells.target in PHONES else None))
            for cells in self.cells
        ]
        return MAKERS[self.mapping.kind](Sheet(batch.column("row").to_pylist(), readings, people), self.context)

    def keys(self, batch: pa.RecordBatch | pa.Table) -> set[str]:
        """The keys of customers that a batch names, as an export of ours wrote them."""
        return {
            value
            for cells in self.cells
            if cells.target == KEY
            for value, _code, _words in cells(batch.column(f"c{cells.column.place}").to_pylist())
            if value
        }

    def regions(self, values: Callable[[int], Sequence[str | None]]) -> list[str] | None:
        """The country of each row, "" where its cell names none; None if no column does."""
        named = self.mapping.targeting("trait:country")
        return [country(cell) if cell else "" for cell in values(named[0].place)] if named else None


def compiled(
    mapping: Mapping,
    source: SourceRef,
    *,
    received_at: int,
    consents: Map[str, bool] | None = None,
    evidence: Map[str, str] | None = None,
) -> Compiled:
    """What reads the file's rows. `received_at` (µs) is when it was uploaded.

    `consents` (purpose → answer) are those that the whole file carries, `evidence` how they were given.
    """
    return Compiled(mapping, source, received_at, consents or {}, evidence or {})
