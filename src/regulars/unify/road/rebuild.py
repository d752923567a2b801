"""Throw away what follows from the evidence (people, golden records, orders) and make it anew, lake and index too."""

from collections.abc import Callable, Iterator

import pyarrow as pa
from django.db import transaction

from regulars.base.lake import Table
from regulars.unify.customers import projection, search
from regulars.unify.facts import registries, sql
from regulars.unify.facts.counters import Counters
from regulars.unify.facts.tables import CUSTOMERS, ORDER_LINES, ORDERS, REDIRECTS
from regulars.unify.identity.refold import refold

from .feed import changed_orders, changed_redirects, table_of
from .loop import Road

CHUNK = 5_000
Progress = Callable[[int, int], None]


def rebuild(progress: Progress) -> int:
    """Fold every identifier's people again, and feed the lake from them; how many identifiers there are.

    `progress` hears (done, total). Raises LeaseHeld while a road runs.
    """
    with Road() as road:
        road.drain()
        keys = [key for (key,) in sql.run("SELECT key FROM identifier ORDER BY key")]
        position = own_position()
        for start in range(0, len(keys), CHUNK):
            rebuild_chunk(keys[start : start + CHUNK], road, position)
            progress(min(start + CHUNK, len(keys)), len(keys))
        remove_orphans(position)
        feed_whole(road, position)
        search.rebuild()
    return len(keys)


@transaction.atomic(durable=True)
def own_position() -> int:
    """A new position, so that everybody who follows changes hears of those that the rebuilding makes."""
    counters = Counters()
    position = counters.take("position")
    counters.store()
    return position


def rebuild_chunk(keys: list[int], road: Road, position: int) -> None:
    """Fold these keys' closures again, and all that is projected from them."""
    with transaction.atomic(durable=True):
        closure = refold(keys, road.world.public, road.world.standing, position)
        projection.refresh(closure, road.world.sources, position)
        for projector in registries.projectors:
            projector.rebuild(keys, 0)


@transaction.atomic(durable=True)
def remove_orphans(position: int) -> None:
    """Delete golden records and redirects of keys that do not exist."""
    rows = sql.run("SELECT g.root FROM golden g WHERE NOT EXISTS (SELECT 1 FROM identifier i WHERE i.key = g.root)")
    projection.remove({root for (root,) in rows}, position)
    sql.run("DELETE FROM redirect WHERE NOT EXISTS (SELECT 1 FROM identifier i WHERE i.key = redirect.key)")


def feed_whole(road: Road, position: int) -> None:
    """Write the lake's tables of people, orders and customers whole."""
    redirects = changed_redirects(0)
    parts: tuple[tuple[str, Iterator[pa.Table]], ...] = (
        (REDIRECTS.name, iter([table_of(REDIRECTS, redirects)] if redirects else [])),
        (ORDER_LINES.name, order_tables(ORDER_LINES, 1)),
        (ORDERS.name, order_tables(ORDERS, 0)),
    )
    for name, tables in parts:
        road.writer.replace(name, tables, max(position, road.writer.committed(name)))
        road.writer.compact(name)
    road.feed.feed_customers(position)
    road.writer.compact(CUSTOMERS.name)


def order_tables(table: Table, place: int) -> Iterator[pa.Table]:
    """All orders, or all their lines, as Arrow tables."""
    return (table_of(table, part[place]) for part in changed_orders(0) if part[place])
