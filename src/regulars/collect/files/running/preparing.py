"""From the staged file to facts the road can take: rows are read by what was decided of their columns.

Large files are prepared by two processes beside this one.
"""

import multiprocessing
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from regulars.base.fields.masks import EVERYTHING, Sight
from regulars.collect.files import folder
from regulars.collect.files.mapping import Compiled, Mapping, Row, arranged, batches
from regulars.unify.customers.preparing import prepare
from regulars.unify.facts.fact import Fact, Kind
from regulars.unify.facts.parse import TRAIT_IDENTIFIERS
from regulars.unify.facts.prepared import Chunk, Line, Writer
from regulars.unify.facts.statement import SourceRef

from .child import begin, work_one
from .naming import named_by, without_known
from .plain import Plain, plain

FEW = 20_000
"""A file of at most so many rows is prepared here: starting processes would take longer."""
PROCESSES = 2
AHEAD = 3
HEAD = 1_000
"""So many rows are prepared first, here, so that something can be shown at once."""
MOST_VALUES = 100_000
"""So many distinct bad values are told apart; of more only the number is kept."""
FIRST_ROWS = 5
In = TypeVar("In")
Out = TypeVar("Out")

NAMING = tuple(f'"{name}":'.encode() for name, _ in TRAIT_IDENTIFIERS)

Told = Callable[["Prepared", "Part"], None]
"""Hears how far it is, and the newest chunk."""


class Trouble(NamedTuple):
    """A bad value: the column's place, a code, and what the cell says."""

    column: int
    code: str
    value: str


class Read(NamedTuple):
    """A row, and its prepared facts."""

    row: Row
    lines: list[Line]


class Part(NamedTuple):
    """What became of one chunk of rows."""

    chunk: Chunk
    rows: int
    rejected: list[tuple[int, str]]
    troubles: dict[Trouble, list[int]]
    """The number of cells, then the first rows."""


class Prepared:
    """What became of all rows so far."""

    def __init__(self) -> None:
        self.rows = 0
        self.facts = 0
        self.rejected: list[tuple[int, str]] = []
        self.troubles: dict[Trouble, list[int]] = {}
        self.further: Counter[tuple[int, str]] = Counter()

    def add(self, part: Part) -> None:
        """Take one chunk in."""
        self.rows += part.rows
        self.facts += len(part.chunk.firsts)
        self.rejected += part.rejected
        for trouble, (count, *rows) in part.troubles.items():
            known = self.troubles.get(trouble)
            if known is not None:
                known[0] += count
                known += rows[: FIRST_ROWS + 1 - len(known)]
            elif len(self.troubles) < MOST_VALUES:
                self.troubles[trouble] = [count, *rows]
            else:
                self.further[trouble.column, trouble.code] += count


class Preparing:
    """Turns tables of rows into prepared facts; travels to other processes."""

    def __init__(self, compiled: Compiled, source: SourceRef, batch: int, sight: Sight = EVERYTHING) -> None:
        self.compiled = compiled
        self.source = source
        self.batch = batch
        self.sight = sight

    def __reduce__(self) -> tuple[Any, ...]:
        return Preparing, (self.compiled, self.source, self.batch, self.sight)

    @cached_property
    def plain(self) -> Plain | None:
        """What prepares plain rows quickly; None where there are none."""
        return plain(self.compiled, self.source, self.batch)

    def __call__(self, table: pa.Table) -> Part:
        """One chunk."""
        lines, doubtful = self.plain(table) if self.plain else ([None] * len(table), {})
        odd = [index for index, line in enumerate(lines) if line is None]
        read = dict(zip(odd, self.read(table.take(odd)) if odd else (), strict=True))
        every = [read[index].lines if line is None else [line] for index, line in enumerate(lines)]
        rejected = [(one.row.row, one.row.rejected or "empty") for one in read.values() if is_rejected(one.row)]
        problems = {index: tuple(found) for index, found in doubtful.items()}
        problems |= {index: one.row.problems for index, one in read.items()}
        numbers = table.column("row")
        found = [(numbers[index].as_py(), problems[index]) for index in sorted(problems)]
        return Part(Chunk.of(chain.from_iterable(every)), len(table), rejected, gathered(found))

    def read(self, table: pa.Table) -> list[Read]:
        """Rows of any kind."""
        named = named_by(self.compiled.keys(table), self.sight)
        rows = self.compiled(table, named.people)
        facts = [recognisable(fact) for row in rows for fact in row.facts]
        if named.people:
            facts = [without_known(fact, named) for fact in facts]
        lines = prepare(facts, source=self.source, batch=self.batch).lines()
        return [Read(row, list(islice(lines, len(row.facts)))) for row in rows]


def is_rejected(row: Row) -> bool:
    """Whether a row is left out; also where nothing comes of it, and nobody said why."""
    return bool(row.rejected) or not (row.facts or row.part_of)


def recognisable(fact: Fact) -> Fact:
    """The fact; where a row says nothing by which somebody could be known again, all that it says has to do.

    Then the same row in another file is about the same person.
    """
    if fact.kind != Kind.IDENTIFY or fact.identifiers or any(name in bytes(fact.traits) for name in NAMING):
        return fact
    mark = blake2b(bytes(fact.traits), digest_size=16).hexdigest()
    fact.identifiers = [("anonymous_id", f"row-{mark}")]
    return fact


def gathered(rows: Iterable[tuple[int, Iterable[tuple[int, str, str]]]]) -> dict[Trouble, list[int]]:
    """Each distinct bad value, how often it is there and where first; of the numbers of rows and what they have."""
    found: dict[Trouble, list[int]] = {}
    for number, problems in rows:
        for trouble in problems:
            known = found.setdefault(Trouble(*trouble), [0])
            known[0] += 1
            if len(known) <= FIRST_ROWS:
                known.append(number)
    return found


def prepare_all(staged: Path, into: Path, mapping: Mapping, preparing: Preparing, rows: int, told: Told) -> Prepared:
    """Write the prepared file of a staged one; `told` may raise to stop."""
    prepared = Prepared()
    gathered_at = into.with_name(folder.ARRANGED)
    try:
        tables = batches(arranged(staged, mapping, gathered_at), preparing.compiled.names, mapping)
        with Writer(into, preparing.source) as writer:
            for part in parts_of(tables, preparing, rows):
                writer.add(part.chunk)
                prepared.add(part)
                told(prepared, part)
            writer.close()
    finally:
        gathered_at.unlink(missing_ok=True)
    return prepared


def parts_of(tables: Iterator[pa.Table], preparing: Preparing, rows: int) -> Iterator[Part]:
    """The chunks in their order, made here or by processes beside."""
    if rows <= FEW:
        yield from map(preparing, tables)
        return
    first = next(tables, None)
    if first is None:
        return
    with pool(preparing) as processes:
        waiting = [processes.submit(work_one, table) for table in islice(tables, AHEAD)]
        cut = len(first) if gathers(preparing) else HEAD
        yield preparing(first.slice(0, cut))
        if cut < len(first):
            yield preparing(first.slice(cut))
        while waiting:
            part = waiting.pop(0).result()
            waiting += [processes.submit(work_one, table) for table in islice(tables, 1)]
            yield part


def spread(work: Callable[[In], Out], things: Iterable[In], size: int) -> Iterator[Out]:
    """Do the same with many things, in their order; by processes beside, where as many rows are worth their start."""
    if size <= FEW:
        yield from map(work, things)
        return
    rest = iter(things)
    with pool(work) as processes:
        waiting = [processes.submit(work_one, one) for one in islice(rest, AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [processes.submit(work_one, one) for one in islice(rest, 1)]


def gathers(preparing: Preparing) -> bool:
    """Whether rows belong together, so that no chunk may be cut again."""
    return "order" in preparing.compiled.mapping.kind


@contextmanager
def pool(work: Callable[..., object]) -> Iterator[ProcessPoolExecutor]:
    """Processes that do this work; none outlives it."""
    fresh = multiprocessing.get_context("spawn")
    processes = ProcessPoolExecutor(PROCESSES, mp_context=fresh, initializer=begin, initargs=(pickle.dumps(work),))
    try:
        yield processes
    finally:
        processes.shutdown(cancel_futures=True)
