"""A value that appears on many people: noticed while filing, then quarantined by a decision of the system."""

from collections.abc import Collection

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES

MANY = 20
ANONYMOUS = tuple(code for code, type_ in TYPES.items() if type_.anonymous)
PEOPLE = (
    "SELECT l.b, l.a, MIN(l.first_position) FROM {given} JOIN link l ON l.b = given.key AND l.a <> l.b"
    " AND l.withdrawn = 0 JOIN identifier i ON i.key = l.a WHERE i.type NOT IN ("
    + ", ".join(["%s"] * len(ANONYMOUS))
    + ") AND NOT EXISTS (SELECT 1 FROM alarm WHERE alarm.key = l.b) GROUP BY l.b, l.a"
)


def raise_alarms(keys: Collection[int]) -> None:
    """Raise an alarm for each of these values that the facts of many people name; at the fact that made it many."""
    positions: dict[int, list[int]] = {}
    for value, _, position in sql.select_keys(PEOPLE, keys, *ANONYMOUS):
        positions.setdefault(value, []).append(position)
    sql.write(
        "INSERT INTO alarm (key, people, raised_position) VALUES (%s, %s, %s)",
        [(key, MANY, sorted(found)[MANY - 1]) for key, found in sorted(positions.items()) if len(found) >= MANY],
    )


def unanswered() -> list[int]:
    """Values on many people that nobody has decided about yet."""
    rows = sql.run(
        "SELECT key FROM alarm WHERE closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM decision d"
        " WHERE d.a = alarm.key AND d.kind IN ('quarantine', 'block', 'part')) ORDER BY key"
    )
    return [key for (key,) in rows]
