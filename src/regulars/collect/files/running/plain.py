"""Prepares the plain rows of a list of customers column by column: each distinct cell is read and written once.

Plain is a row whose cells each say one thing, by which somebody can be known again; the others are read as any row is.
"""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import pyarrow as pa

from regulars.base.fields import queries as fields
from regulars.base.fields.enums import Type
from regulars.collect.files.mapping import Compiled, Kind
from regulars.collect.files.mapping.columns import Empty, Trouble
from regulars.collect.files.mapping.compiling import PHONES
from regulars.collect.files.mapping.reading import LONGEST, MOST_REMEMBERED, Cells
from regulars.collect.files.mapping.sheet import PARTS
from regulars.unify.customers.records import MOST_TRAITS
from regulars.unify.customers.writing import Named, Writing, Written
from regulars.unify.facts.fact import time_flags
from regulars.unify.facts.prepared import Line
from regulars.unify.facts.statement import SourceRef

AS_READ = frozenset({Type.TEXT, Type.EMAIL, Type.PHONE, Type.URL})
"""The types whose cells the field's own reader reads."""


class Answer(NamedTuple):
    """A yes or no to a purpose, or a moment (µs)."""

    raw: str
    value: int


Entry = Written | Named | Answer | tuple[Written, ...]
BLANK = Written("", "", "", None)
ODD = Written("", "odd", "", None)
"""What stands for a cell without content, and for one that is not plain."""


class Plainly(NamedTuple):
    """What became of a table: a prepared fact for each plain row and None for the others; index → what is doubtful."""

    lines: list[Line | None]
    troubles: dict[int, list[Trouble]]


def plain(compiled: Compiled, source: SourceRef, batch: int) -> "Plain | None":
    """What prepares the plain rows of a file; None where its columns make no row plain."""
    known = fields.current()
    names = [name for cells in compiled.cells for name in names_of(cells)]
    others = {cells.target.partition(":")[0] for cells in compiled.cells} - {"trait", "identifier", "consent"}
    is_plain = (
        compiled.mapping.kind is Kind.CUSTOMERS
        and not (source.is_public or source.is_staff)
        and others <= {"time"}
        and len({cells.target for cells in compiled.cells}) == len(compiled.cells)
        and 0 < len(set(names)) == len(names) <= MOST_TRAITS // 2
        and all(known.canonical.get(name) == name for name in names)
        and known.special.isdisjoint({*names, "name"})
        and all(cells.column.empty is Empty.KEEP for cells in compiled.cells)
    )
    return Plain(compiled, source, batch) if is_plain else None


def names_of(cells: Cells) -> tuple[str, ...]:
    """The traits that a column speaks of."""
    if not cells.target.startswith("trait:"):
        return ()
    return PARTS if cells.column.split else (cells.name,)


class ColumnReader:
    """The cells of one column as entries, those of a split name as one for each part."""

    def __init__(self, cells: Cells, writing: Writing) -> None:
        self.cells, self.writing = cells, writing
        self.of = cells.target.partition(":")[0]
        self.is_split = bool(names_of(cells)) and bool(cells.column.split)
        field = fields.find_field(cells.name)
        self.is_as_read = field is not None and field.type in AS_READ
        self.known: dict[str, dict[str | None, Entry]] = {}
        self.troubles: dict[tuple[str, str | None], Trouble] = {}

    def __call__(self, cells: Sequence[str | None], regions: Sequence[str] | None) -> list[Entry]:
        """The entries of these cells; `regions` are the countries of their rows ("": the file's)."""
        if sum(map(len, self.known.values())) > MOST_REMEMBERED:
            self.known.clear()
            self.troubles.clear()
        if regions is None:
            known, first = self.of_region(""), self.first
            return [known.get(cell) or first(cell, "") for cell in cells]
        known_of = {region: self.of_region(region) for region in set(regions)}
        return [
            known_of[region].get(cell) or self.first(cell, region) for cell, region in zip(cells, regions, strict=True)
        ]

    def of_region(self, region: str) -> dict[str | None, Entry]:
        """What is known of the cells of a region."""
        return self.known.setdefault(region, {})

    def first(self, cell: str | None, region: str) -> Entry:
        """A cell that is met for the first time."""
        read, _ = self.cells.of_region(region or self.cells.region)
        value, code, words = self.cells.reading(cell or "", read)
        entry = self.entry(value, code)
        if code and entry is not ODD:
            self.troubles[region, cell] = Trouble(self.cells.column.place, code, words[:LONGEST])
        self.of_region(region)[cell] = found = (entry,) * len(PARTS) if self.is_split and entry in LIMITS else entry
        return found

    def entry(self, value: Any, code: str) -> Entry:
        """What a reading comes to."""
        if value is None and not code:
            return BLANK
        if value is None or value == "" or isinstance(value, tuple) or (code and self.of != "trait"):
            return ODD
        if self.is_split:
            return tuple(self.writing.trait(part, value[part]) if value.get(part) else BLANK for part in PARTS)
        if self.of == "trait":
            return self.writing.trait(self.cells.name, value, is_normal=self.is_as_read and not code)
        if self.of == "identifier":
            return self.writing.identifier(self.cells.name, value)
        return Answer("said", value)

    def doubtful(self, cells: Sequence[str | None], regions: Sequence[str] | None) -> Iterator[tuple[int, Trouble]]:
        """The cells that say something doubtful, by their index."""
        if self.troubles:
            for index, cell in enumerate(cells):
                found = self.troubles.get((regions[index] if regions else "", cell))
                if found is not None:
                    yield index, found


LIMITS = (BLANK, ODD)


class Plain:
    """Prepares the plain rows of a file's tables."""

    def __init__(self, compiled: Compiled, source: SourceRef, batch: int) -> None:
        self.compiled = compiled
        self.writing = Writing(source, batch, compiled.context.modes)
        self.readers = [ColumnReader(cells, self.writing) for cells in compiled.cells]
        self.purposes = [reader.cells.name for reader in self.readers if reader.of == "consent"]
        self.contexts: dict[tuple[Answer | Written, ...], bytes] = {}

    def __call__(self, table: pa.Table) -> Plainly:
        """Each row of a table."""
        regions = self.compiled.regions(lambda place: table.column(f"c{place}").to_pylist())
        columns: dict[str, list[Sequence[Entry]]] = {"trait": [], "identifier": [], "consent": [], "time": []}
        troubles: dict[int, list[Trouble]] = {}
        for reader in self.readers:
            cells = table.column(f"c{reader.cells.column.place}").to_pylist()
            of_rows = regions if reader.cells.target in PHONES else None
            entries = reader(cells, of_rows)
            columns[reader.of] += zip(*entries, strict=True) if reader.is_split else [entries]
            for index, trouble in reader.doubtful(cells, of_rows):
                troubles.setdefault(index, []).append(trouble)
        numbers = table.column("row").to_pylist()
        rows = (zip(*some, strict=True) if some else repeat((), len(numbers)) for some in columns.values())
        return Plainly(list(map(self.line, numbers, *rows)), troubles)

    def line(
        self,
        number: int,
        traits: Sequence[Written],
        identifiers: Sequence[Named | Written],
        answers: tuple[Answer | Written, ...],
        times: Sequence[Answer | Written],
    ) -> Line | None:
        """One row, if it is plain."""
        said = [one for one in traits if one.raw]
        named = [one for one in identifiers if isinstance(one, Named)]
        if ODD in traits or ODD in identifiers or ODD in answers or ODD in times:
            return None
        context = self.compiled.context
        at = times[0].value if times and times[0].raw else context.occurred_at
        return self.writing.row(number, at, time_flags(at, context.received_at), said, named, self.context(answers))

    def context(self, answers: tuple[Answer | Written, ...]) -> bytes:
        """The context of a fact with these answers to the purposes."""
        found = self.contexts.get(answers)
        if found is None:
            given = {name: bool(one.value) for name, one in zip(self.purposes, answers, strict=True) if one.raw}
            found = self.contexts[answers] = bytes(self.compiled.context.consented(given))
        return found
