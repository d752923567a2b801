"""Which golden records changed, in order of position; consumers follow at their own pace, and may repeat themselves."""

from collections.abc import Mapping
from typing import NamedTuple

from regulars.unify.facts import sql

from .enums import What

AT_ONCE = 20_000


class Change(NamedTuple):
    """What became of a golden row at a position; read the row itself for its newest state."""

    position: int
    root: int
    what: What


def note(position: int, changed: Mapping[int, What]) -> None:
    """Keep what became of these roots, in the transaction that changed their rows."""
    sql.insert(
        "customer_change",
        ["position bigint", "root bigint", "what text"],
        [(position, root, what.value) for root, what in changed.items()],
        "(position, root) DO UPDATE SET what = excluded.what",
    )


def since(position: int, limit: int = AT_ONCE) -> list[Change]:
    """The changes above a position, in order of position and root.

    About `limit` of them: a position is never cut, so more where one position (an import undone) holds more.
    """
    found = sql.run(
        "SELECT position, root, what FROM customer_change WHERE position > %s ORDER BY position, root LIMIT %s",
        *(position, limit),
    )
    if len(found) == limit:
        last = found[-1][0]
        found = [row for row in found if row[0] < last] or sql.run(
            "SELECT position, root, what FROM customer_change WHERE position = %s ORDER BY root", last
        )
    return [Change(at, root, What(what)) for at, root, what in found]


def passed(name: str) -> int:
    """The position up to which a consumer has followed, 0 if it never has."""
    rows = sql.run("SELECT position FROM consumer WHERE name = %s", name)
    return int(rows[0][0]) if rows else 0


def follows(name: str) -> bool:
    """Whether a consumer of this name has begun, and has not left."""
    return bool(sql.run("SELECT 1 FROM consumer WHERE name = %s", name))


def pass_to(name: str, position: int) -> None:
    """Note how far a consumer has come; from its first call on, changes above its position are kept for it."""
    sql.run(
        "INSERT INTO consumer (name, position) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        *(name, position),
    )


def leave(name: str) -> None:
    """Follow no longer: nothing is kept for this consumer any more."""
    sql.run("DELETE FROM consumer WHERE name = %s", name)


def slowest() -> int | None:
    """The position that every consumer has passed; None if nobody follows."""
    position = sql.run("SELECT MIN(position) FROM consumer")[0][0]
    return None if position is None else int(position)


def forget(before_position: int) -> None:
    """Drop the changes below a position; the road does so once every consumer has passed them."""
    sql.run("DELETE FROM customer_change WHERE position < %s", before_position)
