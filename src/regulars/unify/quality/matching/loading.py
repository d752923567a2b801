"""The customers as the matcher looks at them, read a part at a time from what the road stored."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import pyarrow as pa

from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.customers.search.documents import identifiers_of
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON, TYPES

from .people import SCHEMA, Person, columns, person

AT_ONCE = 20_000
ANONYMOUS = tuple(code for code, type_ in TYPES.items() if type_.anonymous and code != "row")
CLAIMED = (
    "SELECT l.a, l.b FROM link l JOIN identifier i ON i.key = l.a JOIN identifier j ON j.key = l.b"
    " WHERE l.withdrawn = 0 AND NOT l.accepted AND l.a <> l.b AND (i.type IN ({types}) OR j.type IN ({types}))"
)


class Loaded(NamedTuple):
    """Everybody in columns, and root → key of the strongest identifier."""

    rows: pa.Table
    strongest: dict[int, int]


def load(after: int = 0) -> Loaded:
    """Every person. Their id is the root."""
    claimed = devices()
    tables: list[pa.Table] = []
    strongest: dict[int, int] = {}
    for roots in in_parts(after):
        found = list(people(roots, claimed, strongest))
        tables.append(columns(found))
    return Loaded(pa.concat_tables(tables) if tables else SCHEMA.empty_table(), strongest)


def in_parts(after: int) -> Iterator[list[int]]:
    """The roots of people, some at a time."""
    while True:
        rows = sql.run(
            "SELECT root FROM golden WHERE kind = %s AND root > %s ORDER BY root LIMIT %s", PERSON, after, AT_ONCE
        )
        if not rows:
            return
        yield [root for (root,) in rows]
        after = rows[-1][0]


def people(roots: Collection[int], claimed: dict[int, list[str]], strongest: dict[int, int]) -> Iterator[Person]:
    """These people; notes the key of each one's strongest identifier."""
    golden = stored_rows(roots)
    for root, known in identifiers_of(golden).items():
        if not known:
            continue
        strongest[root] = min(known, key=lambda one: (TYPES[one[1]].rank, one[0]))[0]
        shared = [device for key, *_ in known for device in claimed.get(key, ())]
        yield person(root, values_of(golden[root][1]), [(type_, value) for _, type_, value in known], shared)


def devices() -> dict[int, list[str]]:
    """Key → anonymous ids that were said to be theirs but joined nobody: what two people may share."""
    statement = CLAIMED.format(types=", ".join(["%s"] * len(ANONYMOUS)))
    found: dict[int, list[str]] = {}
    for a, b in sql.run(statement, *ANONYMOUS, *ANONYMOUS):
        found.setdefault(a, []).append(str(b))
        found.setdefault(b, []).append(str(a))
    return found
