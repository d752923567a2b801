"""How many customers there are: for every page's menu, so without the lake, and not counted each time."""

from functools import cache, lru_cache, partial

from regulars.base.fields.masks import WHOLE, Sight
from regulars.base.web.counts import Remembered
from regulars.unify.customers.owners import places, within
from regulars.unify.facts import sql


@cache
def total(kind: str) -> Remembered[int]:
    """How many customers of a kind there are, as they were a moment ago."""
    return Remembered(partial(count_kind, kind))


def count_kind(kind: str) -> int:
    """How many customers of a kind there are."""
    return int(sql.run("SELECT count(*) FROM golden WHERE kind = %s", kind)[0][0])


def total_seen(kind: str, sight: Sight) -> int:
    """How many customers of a kind somebody may see, as they were a moment ago."""
    return (total(kind) if sight.owners is None else total_of(kind, sight.owners))()


@lru_cache(maxsize=1_000)
def total_of(kind: str, owners: frozenset[int]) -> Remembered[int]:
    """How many customers of a kind these colleagues look after."""
    return Remembered(partial(count_within, kind, Sight(WHOLE, owners)))


def count_within(kind: str, sight: Sight) -> int:
    """How many customers of a kind there are among those whom somebody may see."""
    if sight.owners is not None and 0 not in sight.owners:
        theirs = f"SELECT count(*) FROM customer_of JOIN golden USING (root) WHERE user_id IN ({places(sight.owners)})"
        return int(sql.run(f"{theirs} AND kind = %s", *sight.owners, kind)[0][0])
    condition, values = within(sight, "golden.root")
    return int(sql.run(f"SELECT count(*) FROM golden WHERE kind = %s AND {condition}", kind, *values)[0][0])
