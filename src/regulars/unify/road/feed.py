"""What the lake is told: events as they were filed, and the orders and redirects that changed since."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from regulars.base import vault
from regulars.base.fields.moments import DAY
from regulars.base.lake import Table, Writer
from regulars.unify.facts import sql
from regulars.unify.facts.fact import IMPLAUSIBLE
from regulars.unify.facts.special import special_keys
from regulars.unify.facts.statement import Statement
from regulars.unify.facts.tables import CUSTOMERS, EVENTS, ORDER_LINES, ORDERS, REDIRECTS, WITHDRAWN
from regulars.unify.identity.store import withdrawn_batches
from regulars.unify.orders.fold import Line, fold
from regulars.unify.orders.projection import decode_facts

from .beside import Beside
from .profiles import all_customers, changed_customers
from .scrub import identifier_bytes, scrub

LAKE_KINDS = {"track", "page", "screen"}
AT_ONCE = 20_000
MANY = 10_000
"""Facts filed since the lake heard of customers: then reading those that changed is worth a process."""


class Feed:
    """Gathers filed statements and hands them to the lake's writer; safe to repeat after a crash."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        hasher: Callable[[bytes], bytes] = vault.hasher("identifier")
        self.hash = lru_cache(maxsize=50_000)(lambda ident: hasher(identifier_bytes(ident)))
        self.beside = Beside()
        self.rows: list[tuple[Any, ...]] = []
        self.position = 0

    def add(self, statements: Iterable[Statement]) -> None:
        """Gather the events among filed statements."""
        for statement in statements:
            self.position = statement.position
            if statement.fact.kind in LAKE_KINDS:
                self.rows.append(self.event_row(statement))

    def event_row(self, statement: Statement) -> tuple[Any, ...]:
        """One row of the events table, in the order of its columns."""
        fact = statement.fact
        named = statement.identifiers
        implausible = bool(fact.flags & IMPLAUSIBLE)
        special = special_keys(statement.source.rules)
        return (
            fact.message_id,
            statement.key,
            statement.source.id,
            fact.kind,
            fact.event,
            fact.occurred_at,
            statement.received_at,
            statement.position,
            statement.batch,
            statement.witness_of,
            scrub(bytes(fact.properties), [*named, *statement.taken_away], special),
            scrub(bytes(fact.context), [*named, *statement.taken_away], special),
            [self.hash(ident) for ident in named],
            implausible,
            "unknown" if implausible else month_of(fact.occurred_at // DAY),
        )

    def flush(self, *, is_bulk: bool = False) -> None:
        """Make everything gathered durable in the lake, and what changed of orders, redirects and customers.

        `is_bulk`: an import is being filed; of many customers that changed those come that were read beside.
        """
        if self.rows:
            self.writer.append(EVENTS.name, table_of(EVENTS, self.rows), self.position)
            self.rows = []
        self.append(REDIRECTS, changed_redirects(self.writer.committed(REDIRECTS.name)))
        self.append(WITHDRAWN, changed_withdrawals(self.writer.committed(WITHDRAWN.name)))
        for orders, lines in changed_orders(self.writer.committed(ORDERS.name)):
            self.append(ORDER_LINES, lines)
            self.append(ORDERS, orders)
        known = self.writer.committed(CUSTOMERS.name)
        if is_bulk and self.position - known >= MANY:
            self.flush_beside()
            return
        self.beside.close()
        for customers, position in changed_customers(known):
            self.writer.append(CUSTOMERS.name, customers, position)

    def flush_beside(self) -> None:
        """Append the customers that were read meanwhile, and have the next ones read."""
        if told := self.beside.told():
            self.writer.append(CUSTOMERS.name, *told)
        self.beside.ask(self.writer.committed(CUSTOMERS.name))

    def close(self) -> None:
        """End what goes on beside."""
        self.beside.close()

    def feed_customers(self, position: int) -> None:
        """Put every customer as of a position in place of what the lake has of them."""
        tables = all_customers(position)
        self.writer.replace(CUSTOMERS.name, tables, max(position, self.writer.committed(CUSTOMERS.name)))

    def append(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append rows that are in order of position."""
        if rows:
            place = table.schema.get_field_index("position")
            self.writer.append(table.name, table_of(table, rows), rows[-1][place])


@lru_cache(maxsize=4096)
def month_of(day: int) -> str:
    """YYYY-MM of a day since 1970."""
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m")


def table_of(table: Table, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as an Arrow table."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(list(values), field.type) for values, field in zip(columns, table.schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def changed_withdrawals(after: int) -> list[tuple[Any, ...]]:
    """Batches withdrawn, or brought back, since a position."""
    hidden = withdrawn_batches()
    rows = sql.run(
        "SELECT batch, MAX(position) FROM decision WHERE a = 0 AND batch > 0 AND kind IN ('withdraw', 'reverse')"
        " AND position > %s GROUP BY batch ORDER BY MAX(position)",
        after,
    )
    return [(batch, position, batch not in hidden) for batch, position in rows]


def changed_redirects(after: int) -> list[tuple[Any, ...]]:
    """Redirects with another root since a position."""
    rows = sql.run("SELECT key, root, position FROM redirect WHERE position > %s ORDER BY position, key", after)
    return [(key, root, position, key == root) for key, root, position in rows]


def changed_orders(after: int) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """Orders changed since a position, and their lines."""
    withdrawn = withdrawn_batches()
    while True:
        found = sql.run(
            "SELECT shop, order_id, changed_position, facts FROM orders WHERE changed_position > %s"
            " ORDER BY changed_position LIMIT %s",
            after,
            AT_ONCE,
        )
        found = whole_positions(found) if len(found) == AT_ONCE else found
        if not found:
            return
        orders, lines = [], []
        for shop, order_id, position, facts in found:
            order, its_lines = lake_rows(shop, order_id, position, facts, withdrawn)
            orders.append(order)
            lines += its_lines
        yield orders, lines
        after = found[-1][2]


def whole_positions(found: list[sql.Row]) -> list[sql.Row]:
    """Leave out the last position, of which there may be more; unless it is the only one (a large withdrawal)."""
    last = found[-1][2]
    kept = [row for row in found if row[2] < last]
    if kept:
        return kept
    return sql.run("SELECT shop, order_id, changed_position, facts FROM orders WHERE changed_position = %s", last)


def lake_rows(
    shop: str, order_id: str, position: int, stored: str, withdrawn: set[int]
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The rows of one order; lines that an earlier event had and this state has not are marked deleted."""
    facts = decode_facts(stored)
    state = fold(facts, withdrawn)
    most = max((len(fact.lines) for fact in facts if fact.lines), default=0)
    key = facts[0].key if state is None else state.key
    placed_at = facts[0].occurred_at if state is None else state.placed_at
    here: Sequence[Line] = () if state is None else state.lines
    lines = [
        (shop, order_id, number, key, *line_row(here[number] if number < len(here) else None), placed_at, position,
         number >= len(here))
        for number in range(most)
    ]  # fmt: skip
    if state is None or state.status == "incomplete":
        return (shop, order_id, key, "incomplete", False, "", *[None] * 7, placed_at, position, True), lines
    money = state.amounts
    order = (
        *(shop, order_id, key, state.status, state.is_confirmed, state.currency, state.coupon or None),
        *(money.total, money.revenue, money.shipping, money.tax, money.discount, state.refunded),
        *(placed_at, position, False),
    )
    return order, lines


def line_row(line: Line | None) -> tuple[Any, ...]:
    """The columns of a line."""
    if line is None:
        return (None,) * 9
    words = (line.product_id, line.sku, line.name, line.category, line.brand, line.variant)
    return (*(word or None for word in words), line.price, line.quantity, line.coupon or None)
