"""What the lake is told of customers: the golden rows that changed, or all of them."""

from collections.abc import Iterator

import pyarrow as pa

from regulars.unify.customers import changes
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts import sql
from regulars.unify.facts.tables import Customer, customers_table

AT_ONCE = 20_000
GONE = ("", "{}")


def changed_customers(after: int, at_once: int = AT_ONCE) -> Iterator[tuple[pa.Table, int]]:
    """The customers that changed above a position, as they are now, and up to which position each table tells."""
    while changed := changes.since(after, at_once):
        latest = {change.root: change.position for change in changed}
        stored = stored_rows(latest)
        after = changed[-1].position
        yield customers_table([customer((root, *stored.get(root, GONE)), at) for root, at in latest.items()]), after


def all_customers(position: int) -> Iterator[pa.Table]:
    """Every customer as of a position, by key."""
    after = 0
    while stored := sql.run(
        "SELECT root, kind, traits FROM golden WHERE root > %s ORDER BY root LIMIT %s", after, AT_ONCE
    ):
        yield customers_table([customer(row, position) for row in stored])
        after = stored[-1][0]


def customer(golden: sql.Row, position: int) -> Customer:
    """A golden row as the lake is told of it."""
    root, kind, traits = golden
    return root, kind, values_of(traits), position
