"""Which of the blocked pairs can still be one person: everything but names is compared, names as if at their best."""

import math
import re

from regulars.base.lake.scratch import Scratch

from . import model
from .model import Comparison, Level
from .parameters import Values

ROUNDING = 0.01
SIDED = re.compile(r"\b([a-z_]+)_[lr]\b")
SIFTED = """
CREATE OR REPLACE TABLE sifted AS
SELECT match_key, join_key_l, join_key_r FROM (
  SELECT match_key, join_key_l, join_key_r, {columns}
  FROM blocked b JOIN compared l ON l.id = b.join_key_l JOIN compared r ON r.id = b.join_key_r
) WHERE {weight} >= {least}
"""


def sift(scratch: Scratch, values: Values, *, least: float) -> int:
    """Make the table `sifted` of the pairs in `blocked` that can weigh so many bits; returns how many there are."""
    compared = model.with_values(model.COMPARISONS, values)
    weight = " + ".join(at_best(one) if one.name in {"given", "family"} else weighed(one) for one in compared)
    columns = ", ".join(
        f"{side}.{name} AS {name}_{side}" for name in sorted(set(SIDED.findall(weight))) for side in "lr"
    )
    scratch.run(SIFTED.format(columns=columns, weight=weight, least=least - ROUNDING))
    scratch.run("DROP TABLE blocked")
    return int(scratch.rows("SELECT count(*) FROM sifted")[0][0])


def weighed(one: Comparison) -> str:
    """The weight of a comparison in bits, in SQL."""
    *levels, last = one.levels
    cases = " ".join(f"WHEN {each.sql} THEN {bits(each)}" for each in levels)
    return f"CASE WHEN {one.null} THEN 0 {cases} ELSE {bits(last)} END"


def at_best(one: Comparison) -> str:
    """The most that a part of two names can weigh: the same and how rare it is, or the best of what may be heard."""
    same, *others = one.levels
    rare = f"{math.log2(same.m)} - log2(greatest(tf_{one.name}_l, {model.RAREST}))"
    return f"CASE WHEN {one.null} THEN 0 WHEN {same.sql} THEN {rare} ELSE {max(map(bits, others))} END"


def bits(level: Level) -> float:
    """The weight of a level."""
    return math.log2(level.m / level.u)
