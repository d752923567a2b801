"""Hide evidence, and bring it back: of one source for one pair, or of a whole batch."""

from collections.abc import Collection
from typing import Any

import msgspec

from regulars.unify.facts import sql

Keys = set[int]

COLUMNS = "id, a, b, source, batch, first_position, last_position, count, claims"


class HiddenLink(msgspec.Struct):
    """A withdrawn link row."""

    id: int
    a: int
    b: int
    source: int
    batch: int
    first: int
    last: int
    count: int
    claims: str


PAIR = "((a = %s AND b = %s) OR (a = %s AND b = %s)) AND a <> b AND source = %s AND batch = %s"
BATCH = (
    ("link", "a, b", "first_position"),
    ("record", "key, key", "position"),
    ("membership", "key, group_key", "first_position"),
)


def hide_pair(a: int, b: int, source: int, batch: int, position: int) -> Keys:
    """Hide what one source (and batch) says of a pair, in either direction; the keys it spoke of."""
    pair = (a, b, b, a, source, batch)
    rows = sql.run(f"SELECT a, b FROM link WHERE {PAIR} AND first_position < %s", *pair, position)
    sql.run(
        f"UPDATE link SET withdrawn = %s WHERE {PAIR} AND withdrawn = 0 AND first_position < %s",
        *(position, *pair, position),
    )
    return {key for row in rows for key in row}


def hide_batch(batch: int, position: int) -> Keys:
    """Hide all that a batch brought; the keys it spoke of."""
    keys: Keys = set()
    for table, names, heard in BATCH:
        rows = sql.run(
            f"SELECT DISTINCT {names} FROM {table} WHERE batch = %s AND {heard} < %s AND withdrawn = 0",
            *(batch, position),
        )
        keys |= {key for row in rows for key in row}
        sql.run(
            f"UPDATE {table} SET withdrawn = %s WHERE batch = %s AND withdrawn = 0 AND {heard} < %s",
            *(position, batch, position),
        )
    return keys


def is_there(batch: int, position: int) -> bool:
    """Whether a batch brought anything before a position."""
    return any(
        sql.run(f"SELECT 1 FROM {table} WHERE batch = %s AND {heard} < %s LIMIT 1", batch, position)
        for table, _, heard in BATCH
    )


def is_large(batch: int, most: int) -> bool:
    """Whether a batch brought more rows of evidence than this."""
    return bool(sql.run("SELECT 1 FROM link WHERE batch = %s LIMIT 1 OFFSET %s", batch, most))


def first_keys(batch: int, position: int, most: int) -> Keys:
    """Some of the keys of which a batch speaks that still stands; none when all of it is hidden."""
    keys: Keys = set()
    for table, names, heard in BATCH:
        if not keys:
            rows = sql.run(
                f"SELECT {names} FROM {table} WHERE batch = %s AND withdrawn = 0 AND {heard} < %s LIMIT %s",
                *(batch, position, most),
            )
            keys = {key for row in rows for key in row}
    return keys


def hide_among(keys: Collection[int], batch: int, position: int) -> Keys:
    """Hide what a batch says of these keys; the keys with those that it says belong to them."""
    groups = hide_rows(keys, batch, position) - set(keys)
    return {*keys, *groups, *hide_rows(groups, batch, position)}


def hide_rows(keys: Collection[int], batch: int, position: int) -> Keys:
    """Hide the rows of a batch under these keys; the keys that the rows speak of."""
    found: Keys = set()
    for table, names, heard in BATCH:
        one, other = names.split(", ")
        rows = sql.select_keys(
            f"SELECT t.{one}, t.{other} FROM {{given}} JOIN {table} t ON t.{one} = given.key"
            f" WHERE t.batch = %s AND t.withdrawn = 0 AND t.{heard} < %s",
            keys,
            *(batch, position),
        )
        found |= {key for row in rows for key in row}
        sql.run_keys(
            f"UPDATE {table} SET withdrawn = {position:d} WHERE {one} IN (SELECT key FROM {{given}})"
            f" AND batch = %s AND withdrawn = 0 AND {heard} < %s",
            keys,
            *(batch, position),
        )
    return found


def hide_edit(key: int, source: int, row: int, position: int) -> Keys:
    """Hide what one edit says; its key, if it stands."""
    rows = sql.run(
        "UPDATE record SET withdrawn = %s WHERE key = %s AND source = %s AND batch = 0 AND row = %s AND withdrawn = 0"
        " AND row > 0 RETURNING key",
        *(position, key, source, row),
    )
    return {key for (key,) in rows}


def show_edit(key: int, source: int, row: int, withdrawal: int) -> Keys:
    """Let an edit stand again."""
    sql.run(
        "UPDATE record SET withdrawn = 0 WHERE key = %s AND source = %s AND batch = 0 AND row = %s AND withdrawn = %s",
        *(key, source, row, withdrawal),
    )
    return {key}


def show(withdrawal: int, a: int, b: int, source: int, batch: int) -> Keys:
    """Bring back what the withdrawal at this position hid, unless another standing one hides it too."""
    keys: Keys = set()
    if not a:
        other = sql.run(
            "SELECT MIN(position) FROM decision WHERE kind = 'withdraw' AND a = 0 AND batch = %s AND reversed_by = 0",
            batch,
        )[0][0]
        for statement in (
            "UPDATE record SET withdrawn = %s WHERE batch = %s AND withdrawn = %s RETURNING key, key",
            "UPDATE membership SET withdrawn = %s WHERE batch = %s AND withdrawn = %s RETURNING key, group_key",
        ):
            keys |= {key for row in sql.run(statement, other or 0, batch, withdrawal) for key in row}
    for link in hidden_links(withdrawal, a, b, source, batch):
        bring_back(link)
        keys |= {link.a, link.b}
    return keys


def hidden_links(withdrawal: int, a: int, b: int, source: int, batch: int) -> list[HiddenLink]:
    """The link rows that this withdrawal hides."""
    if a:
        rows = sql.run(
            f"SELECT {COLUMNS} FROM link WHERE ((a = %s AND b = %s) OR (a = %s AND b = %s)) AND source = %s"
            " AND batch = %s AND withdrawn = %s ORDER BY id",
            *(a, b, b, a, source, batch, withdrawal),
        )
    else:
        rows = sql.run(f"SELECT {COLUMNS} FROM link WHERE batch = %s AND withdrawn = %s ORDER BY id", batch, withdrawal)
    return [HiddenLink(*row) for row in rows]


def bring_back(link: HiddenLink) -> None:
    """Let a hidden row stand again; with newer evidence for the same pair it becomes one row."""
    place = (link.a, link.b, link.source, link.batch)
    other = other_withdrawal(link)
    rows = sql.run(
        f"SELECT {COLUMNS} FROM link WHERE a = %s AND b = %s AND source = %s AND batch = %s AND withdrawn = %s",
        *(*place, other),
    )
    if not rows:
        sql.run("UPDATE link SET withdrawn = %s WHERE id = %s", other, link.id)
        return
    newer = HiddenLink(*rows[0])
    older = min(link, newer, key=lambda row: row.first)
    sql.run("DELETE FROM link WHERE id IN (%s, %s) AND id <> %s", link.id, newer.id, older.id)
    sql.run(
        "UPDATE link SET withdrawn = %s, last_position = %s, count = %s, claims = %s WHERE id = %s",
        *(other, max(link.last, newer.last), link.count + newer.count, unite_claims(link.claims, newer.claims)),
        older.id,
    )


def other_withdrawal(link: HiddenLink) -> int:
    """The position of another standing withdrawal that hides this row, or 0."""
    rows = sql.run(
        "SELECT position FROM decision WHERE kind = 'withdraw' AND reversed_by = 0 AND position > %s AND batch = %s"
        " AND (a = 0 OR (source = %s AND ((a = %s AND b = %s) OR (a = %s AND b = %s)) AND %s <> %s))"
        " ORDER BY position LIMIT 1",
        *(link.first, link.batch, link.source, link.a, link.b, link.b, link.a, link.a, link.b),
    )
    return int(rows[0][0]) if rows else 0


def unite_claims(one: str, other: str) -> str:
    """The claims of two rows, each value with its first position."""
    united: dict[str, dict[str, int]] = {}
    for text in (one, other):
        stored: dict[str, Any] = msgspec.json.decode(text) if text else {}
        for kind, values in stored.items():
            for value, position in values.items():
                known = united.setdefault(kind, {})
                known[value] = min(position, known.get(value, position))
    return msgspec.json.encode(united).decode() if united else ""
