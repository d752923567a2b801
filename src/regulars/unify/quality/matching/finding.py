"""Duplicates among many people, from beginning to end: prepare, block, learn, hear, score."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import pyarrow as pa

from regulars.base.lake.scratch import Scratch

from . import blocking
from .parameters import Parameters
from .people import Person, columns
from .preparing import prepare
from .scoring import Model, Scored

LIKELY = 0.5
"""From here on two records are more likely one person's than not: the threshold of matching."""
ASKED = 0.1
"""From here on somebody is asked."""
MEMORY = "2GB"

Progress = Callable[[str, int, int], None]
"""Which step (prepare, block, learn, hear, score), and how many of how many are done."""


class Found(NamedTuple):
    """Pairs, most probable first; by which parameters; among how many people and looked at pairs."""

    pairs: list[Scored]
    parameters: Parameters
    people: int
    looked_at: int


def find(
    people: Iterable[Person] | pa.Table,
    *,
    scratch: Scratch,
    parameters: Parameters | None = None,
    fresh: Collection[int] | None = None,
    at_least: float = ASKED,
    progress: Progress = lambda *_: None,
) -> Found:
    """Pairs of people that may be one, with at least this probability. `scratch` is empty, and closed by the caller.

    Without `parameters` they are learned from these people. With `fresh` only pairs with one of these ids.
    """
    rows = people if isinstance(people, pa.Table) else columns(people)
    progress("prepare", 0, rows.num_rows)
    prepare(scratch, rows)
    progress("block", 0, rows.num_rows)
    if fresh is not None:
        scratch.put("fresh", pa.table({"id": pa.array(fresh, pa.int64())}))
    looked_at = blocking.block(scratch, only_fresh=fresh is not None)
    model = Model(scratch, parameters)
    if parameters is None:
        progress("learn", 0, looked_at)
        model.train()
    progress("hear", 0, looked_at)
    model.hear(at_least)
    if parameters is None:
        model.judge_names()
    progress("score", 0, looked_at)
    return Found(model.pairs(at_least), model.parameters, rows.num_rows, looked_at)


def clusters(pairs: Iterable[Scored], at_least: float = LIKELY) -> list[list[int]]:
    """The ids that hang together over pairs of at least this probability, each group and all groups in order."""
    home: dict[int, list[int]] = {}
    for pair in pairs:
        if pair.probability < at_least:
            continue
        one, other = home.setdefault(pair.a, [pair.a]), home.setdefault(pair.b, [pair.b])
        if one is not other:
            one.extend(other)
            home.update(dict.fromkeys(other, one))
    return sorted(sorted(group) for group in {id(group): group for group in home.values()}.values())
