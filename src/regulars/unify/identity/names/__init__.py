"""Whether two names can be one person's, across Latin, Thai, Chinese and Persian writing.

The answer guards shared phones: a wrong yes joins two people, a wrong no only asks a colleague. So two full names that
share just the family are two people, while a part, an initial, another order, script or spelling contradicts nothing.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise

from regulars.unify.identity.names import chinese
from regulars.unify.identity.names.parsing import Script, Writing, writings
from regulars.unify.identity.names.spelling import alike


def compatible(a: str, b: str) -> bool:
    """Whether these can be the same person's names; True when a name says nothing ("Guest", "-", an unknown script).

    Symmetric and deterministic; decided by tables kept here and by anyascii.
    """
    return _compatible(a, b) if a <= b else _compatible(b, a)


@lru_cache(maxsize=65_536)
def _compatible(a: str, b: str) -> bool:
    ours, theirs = writings(a), writings(b)
    if not ours or not theirs:
        return True
    return any(_same(one, other) for one in ours for other in theirs)


def _same(one: Writing, other: Writing) -> bool:
    if {one.gender, other.gender} == {"female", "male"}:
        return one.tokens == other.tokens and len(one.tokens) > 1
    if one.script == other.script == Script.HAN:
        return chinese.same(one.tokens[0], other.tokens[0])
    if Script.OTHER in {one.script, other.script}:
        return one.script != other.script or _overlap(one, other)
    if Script.HAN in {one.script, other.script}:
        han, latin = (one, other) if one.script == Script.HAN else (other, one)
        return chinese.romanized(han.tokens[0], latin.tokens) if latin.script == Script.LATIN else _spelled(han, latin)
    return _overlap(one, other)


def _spelled(han: Writing, other: Writing) -> bool:
    """A Chinese name against Thai or Persian writing, through pinyin."""
    return any(_overlap(Writing(Script.LATIN, parts), other) for parts in chinese.spellings(han.tokens[0]))


def _overlap(one: Writing, other: Writing) -> bool:
    """Whether every part of the shorter name is found in the longer one, in any order."""
    short, long = sorted((one, other), key=lambda writing: len(writing.tokens))
    exact = one.script == other.script == Script.LATIN and chinese.are_pinyin(one.tokens, other.tokens)
    return any(_found(short, Writing(long.script, tokens), exact) for tokens in _joined(long.tokens, len(short.tokens)))


def _joined(tokens: tuple[str, ...], fewest: int) -> Iterator[tuple[str, ...]]:
    """The tokens, then with neighbours written as one, down to a number of tokens: "Ali Reza" is also "Alireza"."""
    size = len(tokens)
    for parts in range(size, fewest - 1, -1):
        for cuts in combinations(range(1, size), parts - 1):
            yield tuple("".join(tokens[start:end]) for start, end in pairwise((0, *cuts, size)))


def _found(short: Writing, long: Writing, exact: bool) -> bool:
    return _assigned(short, long, frozenset(), exact)


def _assigned(short: Writing, long: Writing, taken: frozenset[int], exact: bool) -> bool:
    """Whether each further token of `short` finds one of `long` of its own."""
    if len(taken) == len(short.tokens):
        return True
    token = short.tokens[len(taken)]
    return any(
        alike(short.script, token, long.script, candidate, exact) and _assigned(short, long, taken | {index}, exact)
        for index, candidate in enumerate(long.tokens)
        if index not in taken
    )
