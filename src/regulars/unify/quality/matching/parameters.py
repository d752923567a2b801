"""What the model has learned: plain values that are kept as JSON."""

import msgspec

from . import model

Values = dict[str, dict[str, tuple[float, float]]]
"""Comparison → level → (m, u)."""


class Parameters(msgspec.Struct):
    """What was learned: m and u of each level, from how many records and expected pairs, for which model.

    `names_tell`: whether another first name means another person. It does not where sources replace first names more
    often than there are twins.
    """

    version: int
    values: Values
    names_tell: bool = True
    records: int = 0
    pairs: float = 0.0


def starting() -> Parameters:
    """Without any training."""
    return Parameters(
        model.VERSION, {one.name: {each.code: (each.m, each.u) for each in one.levels} for one in model.COMPARISONS}
    )
