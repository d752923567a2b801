"""Compares all facts of a prepared file with what is known, in the road's order, before anything changes.

First pass: which facts share an identifier or a customer with others, by hashes in plain arrays. Those that share
nothing are compared in chunks; the others in groups, each group at once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from regulars.unify.facts import registries
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.prepared import Reader, decode, statement_of
from regulars.unify.facts.seen import mark_repeats
from regulars.unify.facts.statement import SourceRef, Statement
from regulars.unify.identity import store

from .foresight import foresee
from .kept import Kept
from .scene import Scene

CHUNK = 5_000
GROUPS_AT_ONCE = 5_000
ABOVE_ALL = 1 << 62

Ints = npt.NDArray[np.int64]
Places = list[int]
Told = Callable[[Kept], None]
"""Hears what some more facts will do, as it becomes known; each fact once."""
Spread = Callable[[Callable[[Places], Kept], Iterable[Places]], Iterable[Kept]]
"""Does the same with each of several things, like `map`."""
ToldNew = Callable[["New"], None]
"""Hears of facts that only make new customers."""
IDENTIFY = b'{"kind":"identify"'
"""How a fact begins that says who somebody is."""


class About(NamedTuple):
    """Whose facts these are: source, batch, and when they were heard."""

    source: SourceRef
    batch: int
    received_at: int


class Tokens(NamedTuple):
    """What facts may share: the fact's place, and a hash of an identifier, a message id or a customer."""

    places: Ints
    hashes: Ints


class Sketch(msgspec.Struct, array_like=True):
    """As much of a prepared fact as tells who it is about; the rest is not read."""

    fact: bytes
    hash: bytes
    digest: int
    identifiers: list[Ident]


class Brief(msgspec.Struct):
    """As much of a fact as tells how it is counted."""

    kind: str
    row: int = 0
    rows: int = 1


class New(NamedTuple):
    """Facts that are all somebody's first: how many rows they stand for."""

    facts: int
    rows: int


sketched = msgspec.msgpack.Decoder(Sketch).decode
briefed = msgspec.json.Decoder(Brief).decode


class Comparing:
    """Compares facts that share nothing, by their places in the file; travels to other processes."""

    def __init__(self, path: Path, about: About) -> None:
        self.path, self.about = path, about

    def __call__(self, places: Places) -> Kept:
        """What the facts at these places, all within `CHUNK` of the first, will do."""
        first, count = places[0], places[-1] - places[0] + 1
        bodies = list(Reader(self.path).bodies(first, count))
        return tell(made([(place, bodies[place - first]) for place in places], self.about), Scene())


def compare(
    path: Path, about: About, scene: Scene, *, told: Told, told_new: ToldNew, samples: int, spread: Spread = map
) -> None:
    """Tell what each fact of the file will do. The first `samples` new customers are told with their values.

    `told` and `told_new` may raise to stop. `spread` may have other processes compare. Raises PreparedBroken.
    """
    reader = Reader(path)
    groups, fresh = places_of(reader)
    kept: dict[int, bytes] = {}
    elsewhere: list[Places] = []
    shown = 0
    for first, bodies in parts(reader):
        alone = groups[first : first + len(bodies)] < 0
        plain = alone & fresh[first : first + len(bodies)] & (not scene.is_gated and shown >= samples)
        kept |= {first + place: bodies[place] for place in np.flatnonzero(~alone).tolist()}
        single = np.flatnonzero(alone & ~plain).tolist()
        if single and shown >= samples:
            elsewhere.append([first + place for place in single])
        elif single:
            some = made([(first + place, bodies[place]) for place in single], about)
            shown += len(some)
            told(tell(some, scene, with_values=True))
        tell_new([bodies[place] for place in np.flatnonzero(plain).tolist()], told_new)
    for part in spread(Comparing(path, about), elsewhere):
        told(part)
    for places in together(groups):
        some = made([(place, kept.pop(place)) for place in places], about)
        told(tell(some, scene, with_values=shown < samples))
        shown += len(some)


def places_of(reader: Reader) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Place → its group of facts that hang together (-1: none); and whether it makes a customer whom nobody knows."""
    fresh = np.zeros(reader.count, np.bool_)
    tokens = [tokens_of(first, list(map(sketched, bodies)), fresh) for first, bodies in parts(reader)]
    return grouped(tokens, reader.count), fresh


def tell_new(bodies: Sequence[bytes], told_new: ToldNew) -> None:
    """Facts that share nothing, of people whom nobody knows."""
    rows = sum(briefed(sketched(body).fact).rows for body in bodies)
    if bodies:
        told_new(New(len(bodies), rows))


def tell(statements: list[Statement], scene: Scene, *, with_values: bool = False) -> Kept:
    """Foresee these facts as the road will meet them."""
    for gate in registries.gates:
        gate(statements)
    mark_repeats(statements)
    kept = Kept()
    kept.take(statements, foresee(statements, scene, with_values=with_values))
    return kept


def parts(reader: Reader) -> Iterator[tuple[int, list[bytes]]]:
    """The whole file, chunk by chunk: the first place, and the encoded facts."""
    for first in range(0, reader.count, CHUNK):
        yield first, list(reader.bodies(first, min(CHUNK, reader.count - first)))


def made(bodies: Iterable[tuple[int, bytes]], about: About) -> list[Statement]:
    """The statements of facts by their place; their positions are above all that exist."""
    return [
        statement_of(decode(body), about.source, about.batch, ABOVE_ALL + place, about.received_at)
        for place, body in bodies
    ]


def tokens_of(first: int, part: Sequence[Sketch], fresh: npt.NDArray[np.bool_]) -> Tokens:
    """What the facts of a chunk may share with others; notes which are `fresh`."""
    places: list[int] = []
    hashes: list[int] = []
    customers = customers_of({ident for one in part for ident in one.identifiers})
    for place, one in enumerate(part, first):
        mine = {hash(ident) for ident in one.identifiers}
        known = [root for ident in one.identifiers for root in customers.get(ident, ())] if customers else []
        mine.update(hash(("customer", root)) for root in known)
        fresh[place] = not known and one.fact.startswith(IDENTIFY) and any(map(is_named, one.identifiers))
        mine.add(hash(one.hash))
        hashes += mine
        places += [place] * len(mine)
    return Tokens(np.array(places, np.int64), np.array(hashes, np.int64))


def is_named(ident: Ident) -> bool:
    """Whether it tells who somebody is."""
    return not TYPES[ident.type].anonymous


def customers_of(idents: Iterable[Ident]) -> dict[Ident, set[int]]:
    """Identifier → the customers of today whose it is, or was."""
    known = store.generations(idents)
    roots = store.roots_of({one.key for found in known.values() for one in found}) if known else {}
    return {ident: {roots[one.key] for one in found} for ident, found in known.items()}


def grouped(tokens: Sequence[Tokens], count: int) -> Ints:
    """Place → the group of facts that hang together (the lowest place in it), -1 for those that stand alone."""
    groups = np.full(count, -1, np.int64)
    if not tokens:
        return groups
    places = np.concatenate([one.places for one in tokens])
    hashes = np.concatenate([one.hashes for one in tokens])
    order = np.argsort(hashes, kind="stable")
    places, hashes = places[order], hashes[order]
    same = hashes[1:] == hashes[:-1]
    parents = dict[int, int]()
    for one, other in zip(places[:-1][same].tolist(), places[1:][same].tolist(), strict=True):
        join(parents, one, other)
    for place in list(parents):
        groups[place] = top(parents, place)
    return groups


def top(parents: dict[int, int], place: int) -> int:
    """The lowest place of a group."""
    root = place
    while (above := parents.setdefault(root, root)) != root:
        root = above
    while (above := parents[place]) != root:
        parents[place], place = root, above
    return root


def join(parents: dict[int, int], one: int, other: int) -> None:
    """Make one group of two."""
    a, b = top(parents, one), top(parents, other)
    parents[max(a, b)] = min(a, b)


def together(groups: Ints) -> Iterator[list[int]]:
    """The places of several whole groups at a time, each group in the file's order."""
    places = np.flatnonzero(groups >= 0)
    ordered = places[np.lexsort((places, groups[places]))]
    some: list[int] = []
    last = -1
    for place, group in zip(ordered.tolist(), groups[ordered].tolist(), strict=True):
        if group != last and len(some) >= GROUPS_AT_ONCE:
            yield some
            some = []
        some.append(place)
        last = group
    if some:
        yield some
