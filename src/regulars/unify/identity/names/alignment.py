"""Weighted edit distance between a word's sounds and a word in Latin letters. Costs are whole hundredths of an edit."""

from collections.abc import Mapping
from dataclasses import dataclass

UNREACHABLE = 10_000
SWAP = 50  # two letters exchanged


@dataclass(frozen=True, slots=True)
class Sound:
    """One letter of a word: the Latin spellings it can have with their costs, and the cost of not hearing it."""

    spellings: tuple[tuple[str, int], ...]
    drop: int
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Insertions:
    """What it costs that the Latin word has a letter more, by letter, and before its first sound."""

    costs: Mapping[str, int]
    other: int
    first: int

    def of(self, latin: str, at: int) -> int:
        """The cost of the letter at this index."""
        return self.costs.get(latin[at], self.other) + (self.first if at == 0 else 0)


def is_heard(sounds: tuple[Sound, ...], latin: str, insertions: Insertions, limit: int) -> bool:
    """Whether `latin` can be heard in `sounds` at a cost of at most `limit`."""
    inserted = [insertions.of(latin, at) for at in range(len(latin))]
    row = _with_insertions([0] + [UNREACHABLE] * len(latin), inserted)
    before: list[int] = []
    for index, sound in enumerate(sounds):
        following = _heard(row, sound, latin)
        if before:
            _swap(following, before, sounds[index - 1], sound, latin)
        before, row = row, _with_insertions(following, inserted)
        if min(row) > limit and min(before) > limit:
            return False
    return row[-1] <= limit


def is_begun(sounds: tuple[Sound, ...], latin: str, insertions: Insertions, limit: int) -> bool:
    """Whether `latin` can be heard in the first of `sounds`, as somebody types who is not yet done."""
    inserted = [insertions.of(latin, at) for at in range(len(latin))]
    row = _with_insertions([0] + [UNREACHABLE] * len(latin), inserted)
    for sound in sounds:
        row = _with_insertions(_heard(row, sound, latin), inserted)
        if row[-1] <= limit:
            return True
    return False


def _heard(row: list[int], sound: Sound, latin: str) -> list[int]:
    following = [cost + sound.drop for cost in row]
    for spelling, cost in sound.spellings:
        size = len(spelling)
        at = latin.find(spelling)
        while at >= 0:
            following[at + size] = min(following[at + size], row[at] + cost)
            at = latin.find(spelling, at + 1)
    return following


def _with_insertions(row: list[int], inserted: list[int]) -> list[int]:
    for at, cost in enumerate(inserted):
        row[at + 1] = min(row[at + 1], row[at] + cost)
    return row


def _swap(row: list[int], before: list[int], first: Sound, second: Sound, latin: str) -> None:
    """Letters in the wrong order, as in Simth; `before` is the row two sounds back."""
    pair = second.letter + first.letter
    if len(pair) == 2 and first.letter != second.letter:
        at = latin.find(pair)
        while at >= 0:
            row[at + 2] = min(row[at + 2], before[at] + SWAP)
            at = latin.find(pair, at + 1)
