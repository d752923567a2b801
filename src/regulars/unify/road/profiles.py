"""What the lake is told of customers: the golden rows that changed, or all of them."""

from collections.abc import Iterator
from typing import Any

from regulars.unify.customers import changes
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts import sql
from regulars.unify.facts.tables import customer_row

AT_ONCE = 20_000
GONE = ("", "{}")

Rows = list[tuple[Any, ...]]


def changed_customers(after: int) -> Iterator[Rows]:
    """The customers that changed above a position, as they are now, in order of position."""
    while changed := changes.since(after, AT_ONCE):
        latest = {change.root: change.position for change in changed}
        stored = stored_rows(latest)
        rows = [row_of((root, *stored.get(root, GONE)), position) for root, position in latest.items()]
        yield sorted(rows, key=lambda row: row[-2])
        after = changed[-1].position


def all_customers(position: int) -> Iterator[Rows]:
    """Every customer as of a position, by key."""
    after = 0
    while stored := sql.run(
        "SELECT root, kind, traits FROM golden WHERE root > %s ORDER BY root LIMIT %s", after, AT_ONCE
    ):
        yield [row_of(row, position) for row in stored]
        after = stored[-1][0]


def row_of(golden: sql.Row, position: int) -> tuple[Any, ...]:
    """A golden row as the lake keeps it."""
    root, kind, traits = golden
    return customer_row(root, kind, values_of(traits), position)
