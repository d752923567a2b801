"""Groups of values that may mean the same, with the spelling that most use. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .keys import KEYERS, Method, is_dense, letters_of

MOST_CLUSTERS = 200
MOST_IN_BLOCK = 400
"""Values that share a piece which very many have are not compared by it: “road” says nothing of a street."""
PIECE = 3
SHORTEST = 4


@dataclass(frozen=True)
class Value:
    """A spelling, and how many customers have it."""

    text: str
    count: int


@dataclass(frozen=True)
class Cluster:
    """Spellings that may mean the same, most used first."""

    values: tuple[Value, ...]

    @property
    def best(self) -> str:
        """The spelling that most use."""
        return self.values[0].text

    @property
    def count(self) -> int:
        """How many customers have any of them."""
        return sum(value.count for value in self.values)

    @property
    def others(self) -> int:
        """How many customers would be changed."""
        return self.count - self.values[0].count


def clusters(values: Mapping[str, int], method: Method) -> list[Cluster]:
    """Groups of two and more among values with their counts; those that change most come first, at most 200."""
    pairs = nearest(list(values)) if method is Method.NEAREST else same_key(values, method)
    found = [of_texts(group, values) for group in united(pairs)]
    return sorted(found, key=lambda one: (-one.others, one.best))[:MOST_CLUSTERS]


def of_texts(texts: Iterable[str], values: Mapping[str, int]) -> Cluster:
    ordered = sorted(texts, key=lambda text: (-values[text], "  " in text, text))
    return Cluster(tuple(Value(text, values[text]) for text in ordered))


def same_key(values: Iterable[str], method: Method) -> Iterator[tuple[str, str]]:
    """Each value with the first one that has a key of its."""
    first: dict[str, str] = {}
    for value in values:
        for key in KEYERS[method](value):
            other = first.setdefault(key, value)
            if other != value:
                yield other, value


def nearest(values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that a letter or two tell apart; only those that share a piece of three letters are compared."""
    letters = {value: letters_of(value) for value in values}
    blocks: dict[str, list[str]] = defaultdict(list)
    for value, written in letters.items():
        for piece in {written[at : at + PIECE] for at in range(max(1, len(written) - PIECE + 1))}:
            blocks[piece].append(value)
    compared: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) <= MOST_IN_BLOCK:
            yield from near(block, letters, compared)


def near(block: Sequence[str], letters: Mapping[str, str], compared: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(block):
        for other in block[at + 1 :]:
            if (one, other) not in compared:
                compared.add((one, other))
                if are_near(letters[one], letters[other]):
                    yield one, other


def are_near(one: str, other: str) -> bool:
    """One letter in five, two at most; digits tell things apart."""
    shortest = min(len(one), len(other))
    if shortest < SHORTEST or is_dense(one) or digits_of(one) != digits_of(other):
        return one == other
    limit = 2 if shortest >= 10 else 1
    return OSA.distance(one, other, score_cutoff=limit) <= limit


def digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def united(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The groups that pairs make."""
    home: dict[str, list[str]] = {}
    for one, other in pairs:
        here, there = home.setdefault(one, [one]), home.setdefault(other, [other])
        if here is not there:
            here += there
            home.update(dict.fromkeys(there, here))
    seen: set[int] = set()
    for group in home.values():
        if id(group) not in seen:
            seen.add(id(group))
            yield group
