"""How many customers there are: for every page's menu, so without the lake, and not counted each time."""

from functools import cache, partial

from regulars.base.web.counts import Remembered
from regulars.unify.facts import sql


@cache
def total(kind: str) -> Remembered[int]:
    """How many customers of a kind there are, as they were a moment ago."""
    return Remembered(partial(count_kind, kind))


def count_kind(kind: str) -> int:
    """How many customers of a kind there are."""
    return int(sql.run("SELECT count(*) FROM golden WHERE kind = %s", kind)[0][0])
