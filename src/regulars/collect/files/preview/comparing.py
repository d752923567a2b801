"""Compares all facts of a prepared file with what is known, in the road's order, before anything changes.

Each chunk is compared as if its facts shared nothing with others, while hashes of what they could share are gathered.
Those that do share an identifier or a customer are then compared again in groups, each group at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from regulars.collect.files.enums import Outcome
from regulars.unify.facts import registries
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.prepared import ROWS, Reader, decode, statement_of
from regulars.unify.facts.seen import mark_repeats
from regulars.unify.facts.statement import SourceRef, Statement

from .acquaintance import Acquaintance
from .foresight import foresee
from .kept import Kept
from .scene import Scene
from .sharing import Sketch, Tokens, grouped, is_row, shared, together, tokens_of

CHUNK = 5_000
SAMPLES = 1_000
"""The values of so many facts are told, also where they change nothing that is known."""
ABOVE_ALL = 1 << 62
SHARED = -1
"""Stands for the outcome of a fact that shares something with others."""
OUTCOMES = list(Outcome)

Told = Callable[[Kept], None]
"""Hears what is known so far."""
Spread = Callable[[Callable[["Ask"], Any], Iterable["Ask"], int], Iterable[Any]]
"""Does the same with each of several things, like `map`; there are so many facts in all of them."""
IDENTIFY = b'{"kind":"identify"'
"""How a fact begins that says who somebody is."""


class About(NamedTuple):
    """Whose facts these are: source, batch, and when they were heard."""

    source: SourceRef
    batch: int
    received_at: int


class Ask(NamedTuple):
    """Which facts are to be compared, the outcomes of which enough rows are kept, and whether values are told."""

    places: Sequence[int]
    full: frozenset[Outcome]
    with_values: bool

    @property
    def with_updates(self) -> bool:
        """Whether it is told what changes of those who are known."""
        return Outcome.UPDATED not in self.full


class Brief(msgspec.Struct):
    """As much of a fact as tells how it is counted."""

    kind: str
    row: int = 0
    rows: int = 1


class Chunk(NamedTuple):
    """What the facts from place `first` on would do alone: outcomes (`SHARED`, or the place in `OUTCOMES`) and rows."""

    first: int
    tokens: Tokens
    outcomes: npt.NDArray[np.int8]
    rows: npt.NDArray[np.int32]
    kept: Kept


sketched = msgspec.msgpack.Decoder(Sketch).decode
briefed = msgspec.json.Decoder(Brief).decode


class Work:
    """What a process does with parts of a prepared file; travels there."""

    def __init__(self, path: Path, about: About) -> None:
        self.path, self.about = path, about

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.about)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.path)

    @cached_property
    def scene(self) -> Scene:
        return Scene()


class Alone(Work):
    """Compares a chunk of facts as if they shared nothing with those of other chunks."""

    def __call__(self, ask: Ask) -> Chunk:
        """Facts that follow each other."""
        first, count = ask.places[0], len(ask.places)
        bodies = list(self.reader.bodies(first, count))
        part = list(map(sketched, bodies))
        met = Acquaintance(ident for one in part for ident in one.identifiers)
        tokens = tokens_of(first, part, self.about.batch, met)
        outcomes, rows = np.full(count, SHARED, np.int8), np.zeros(count, np.int32)
        kept = Kept(ask.full)
        others = []
        for place in np.flatnonzero(~shared(tokens, first, count)).tolist():
            one = part[place]
            if not (ask.with_values or self.scene.is_gated) and is_new(one, met):
                outcomes[place] = CREATED
                rows[place] = briefed(one.fact).rows
            else:
                others.append(place)
        statements = made([(first + place, bodies[place]) for place in others], self.about)
        let_pass(statements, self.scene)
        foreseen = foresee(statements, self.scene, with_values=ask.with_values, with_updates=ask.with_updates, met=met)
        kept.take(statements, foreseen)
        for place, statement, seen in zip(others, statements, foreseen, strict=True):
            outcomes[place] = OUTCOMES.index(seen.outcome)
            rows[place] = statement.fact.rows
        return Chunk(first, tokens, outcomes, rows, kept)


class Together(Work):
    """Compares whole groups of facts that hang together."""

    def __call__(self, ask: Ask) -> Kept:
        """The facts at these places, in this order."""
        bodies = self.bodies(ask.places)
        statements = made([(place, bodies[place]) for place in ask.places], self.about)
        kept = Kept(ask.full)
        let_pass(statements, self.scene)
        kept.take(
            statements, foresee(statements, self.scene, with_values=ask.with_values, with_updates=ask.with_updates)
        )
        return kept

    def bodies(self, places: Sequence[int]) -> dict[int, bytes]:
        """Place → encoded fact; each part of the file is read once."""
        found: dict[int, bytes] = {}
        for part in sorted({place // ROWS for place in places}):
            first = part * ROWS
            found |= dict(enumerate(self.reader.bodies(first, min(ROWS, self.reader.count - first)), first))
        return {place: found[place] for place in places}


CREATED = OUTCOMES.index(Outcome.CREATED)


def compare(path: Path, about: About, *, told: Told, spread: Spread) -> Kept:
    """Tell what each fact of the file will do; the first new customers with their values.

    `told` may raise to stop. `spread` may have other processes compare. Raises PreparedBroken.
    """
    count = Reader(path).count
    outcomes, rows = np.full(count, SHARED, np.int8), np.zeros(count, np.int32)
    tokens: list[Tokens] = []
    every = Kept()
    asked = (Ask(places, every.full, with_values=places[0] == 0) for places in chunks(count))
    for chunk in spread(Alone(path, about), asked, count):
        part = slice(chunk.first, chunk.first + len(chunk.outcomes))
        outcomes[part], rows[part] = chunk.outcomes, chunk.rows
        tokens.append(chunk.tokens)
        every.add(chunk.kept, counted(chunk.outcomes, chunk.rows), int((chunk.outcomes != SHARED).sum()))
        told(every)
    groups = grouped(tokens, count)
    alone = groups < 0
    every.only(lambda at: bool(alone[at - ABOVE_ALL]), counted(outcomes[alone], rows[alone]), int(alone.sum()))
    told_with_values = int(alone[:CHUNK].sum())
    asked = (Ask(places, every.full, told_with_values + first < SAMPLES) for first, places in together(groups))
    for kept in spread(Together(path, about), asked, count - every.facts):
        every.add(kept, kept.counts, kept.facts)
        told(every)
    return every


def chunks(count: int) -> list[Sequence[int]]:
    """All places of a file, chunk by chunk."""
    return [range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]


def counted(outcomes: npt.NDArray[np.int8], rows: npt.NDArray[np.int32]) -> Counter[str]:
    """Outcome → how many rows."""
    sums = {outcome.value: int(rows[outcomes == code].sum()) for code, outcome in enumerate(OUTCOMES)}
    return Counter({outcome: many for outcome, many in sums.items() if many})


def let_pass(statements: list[Statement], scene: Scene) -> None:
    """Refuse, and take away, what the road will."""
    for gate in registries.gates:
        gate(statements)
    # Rows of a file of which nothing was filed cannot have been.
    mark_repeats(one for one in statements if scene.is_begun(one.batch) or not is_row(one.hash, one.batch))


def made(bodies: Iterable[tuple[int, bytes]], about: About) -> list[Statement]:
    """The statements of facts by their place; their positions are above all that exist."""
    return [
        statement_of(decode(body), about.source, about.batch, ABOVE_ALL + place, about.received_at)
        for place, body in bodies
    ]


def is_new(one: Sketch, met: Acquaintance) -> bool:
    """Whether a fact makes a customer whom nobody knows."""
    is_unknown = not any(ident in met for ident in one.identifiers)
    return is_unknown and one.fact.startswith(IDENTIFY) and any(map(is_named, one.identifiers))


def is_named(ident: Ident) -> bool:
    """Whether it tells who somebody is."""
    return not TYPES[ident.type].anonymous
