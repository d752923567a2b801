"""Which facts of a file share an identifier, a message or a customer with others, and so have to be told together."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from regulars.unify.facts.identifiers import Ident

from .acquaintance import Acquaintance

GROUPS_AT_ONCE = 5_000

Ints = npt.NDArray[np.int64]


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


def tokens_of(first: int, part: Sequence[Sketch], batch: int, met: Acquaintance) -> Tokens:
    """What the facts of a chunk may share with others; a known customer's token is their root."""
    places: list[int] = []
    hashes: list[int] = []
    for place, one in enumerate(part, first):
        root = met.root_of(one.identifiers)
        # Who names the same identifier names the same customers, where it is known.
        mine = {root} if root else tokens_of_several(one.identifiers, met)
        if not is_row(one.hash, batch):
            mine.add(token(one.hash))
        hashes += mine
        places += [place] * len(mine)
    return Tokens(np.array(places, np.int64), np.array(hashes, np.int64))


def tokens_of_several(idents: Sequence[Ident], met: Acquaintance) -> set[int]:
    """What a fact may share that is not about one known customer alone."""
    unknown = [ident for ident in idents if ident not in met]
    mine = {token(f"{ident.value}\0{ident.type}\0{ident.scope}".encode()) for ident in unknown}
    return mine | met.roots_of(idents) if len(unknown) < len(idents) else mine


def is_row(message: bytes, batch: int) -> bool:
    """Whether this is the hash of a message that is known by its row in the file, which no other has."""
    return message[:8] == batch.to_bytes(8, "big")


def token(said: bytes) -> int:
    """A hash that is the same in every process."""
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)


def shared(tokens: Tokens, first: int, count: int) -> npt.NDArray[np.bool_]:
    """Which facts of a chunk share something with another of it."""
    _, which, times = np.unique(tokens.hashes, return_inverse=True, return_counts=True)
    found = np.zeros(count, np.bool_)
    found[tokens.places[times[which] > 1] - first] = True
    return found


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


def together(groups: Ints) -> Iterator[tuple[int, list[int]]]:
    """The places of several whole groups at a time, each group in the file's order; and how many came before."""
    places = np.flatnonzero(groups >= 0)
    ordered = places[np.lexsort((places, groups[places]))]
    begins = np.flatnonzero(np.diff(groups[ordered], prepend=-1))
    first = 0
    while first < len(ordered):
        later = begins[np.searchsorted(begins, first + GROUPS_AT_ONCE) :]
        end = int(later[0]) if len(later) else len(ordered)
        yield first, ordered[first:end].tolist()
        first = end
