"""The lake's share of the fast loader: events, redirects and customers as whole columns."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.base import vault
from regulars.base.fields.moments import DAY
from regulars.base.lake import Writer
from regulars.bench.people import PAGE_PROPERTIES, PRODUCT_PROPERTIES, TRACKED, Int64s, Plan, email, message_id, name
from regulars.unify.facts.identifiers import Ident
from regulars.unify.facts.statement import SourceRef
from regulars.unify.facts.tables import CUSTOMERS, EVENTS, REDIRECTS
from regulars.unify.road.scrub import identifier_bytes

AT_ONCE = 1_000_000
LAYERS = 2
"""Every partition with more files than one is laid out anew at the end, as the road would have done over time."""


def append(writer: Writer, plan: Plan, source: SourceRef, keys_of_names: Int64s, received_at: int) -> None:
    """Append the plan's events, redirects and customers, and lay them out."""
    hashes = hashes_of_names(plan, source)
    for start in range(plan.customers, plan.facts, AT_ONCE):
        end = min(start + AT_ONCE, plan.facts)
        rows = events(plan, start, end, keys_of_names, hashes)
        rows["source"] = repeated(source.id, pa.int64(), end - start)
        rows["received_at"] = repeated(received_at, EVENTS.schema.field("received_at").type, end - start)
        table = pa.table(rows).sort_by([(column, "ascending") for column in EVENTS.cluster_by])
        writer.append(EVENTS.name, table, end)
    writer.append(REDIRECTS.name, redirects(plan), plan.customers)
    writer.append(CUSTOMERS.name, customers(plan), plan.customers)
    for table, partition in writer.partitions_due(LAYERS):
        writer.compact(table, partition)


def repeated(value: object, type_: pa.DataType, count: int) -> pa.Array:
    """The same value in every row."""
    return pa.repeat(pa.scalar(value, type_), count)


def events(plan: Plan, start: int, end: int, keys_of_names: Int64s, hashes: pa.Array) -> dict[str, pa.Array]:
    """The columns of the events from one place to another, but for the source and when it was heard."""
    names, occurred_at, details = (part[start:end] for part in (plan.names, plan.occurred_at, plan.details))
    is_user, count = names < plan.customers, end - start
    moment = EVENTS.schema.field("occurred_at").type
    said = pa.array([bytes(raw).decode() for raw in (*PRODUCT_PROPERTIES, *PAGE_PROPERTIES)])
    what = pa.array([*TRACKED, "Product"])
    return {
        "message_id": pa.array(map(message_id, range(start, end)), pa.string(), size=count),
        "customer_key": pa.array(keys_of_names[names]),
        "type": pa.array(["page", "track"]).take(is_user.astype(np.int64)),
        "event": what.take(np.where(is_user, details % len(TRACKED), len(TRACKED))),
        "occurred_at": pa.array(occurred_at).cast(moment),
        "position": pa.array(np.arange(start + 1, end + 1)),
        "batch": repeated(0, pa.int64(), count),
        "witness_of": pa.ListArray.from_arrays(np.zeros(count + 1, np.int32), pa.array([], pa.int64())),
        "properties": said.take(np.where(is_user, details, details + len(PRODUCT_PROPERTIES))),
        "context": pa.nulls(count, pa.string()),
        "identifiers": pa.ListArray.from_arrays(np.arange(count + 1, dtype=np.int32), hashes.take(pa.array(names))),
        "is_implausible": repeated(False, pa.bool_(), count),
        "month": months(occurred_at),
    }


def months(occurred_at: Int64s) -> pa.Array:
    """YYYY-MM of each moment."""
    days, place = np.unique(occurred_at // DAY, return_inverse=True)
    written = [datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m") for day in days.tolist()]
    return pa.array(written).take(place)


def hashes_of_names(plan: Plan, source: SourceRef) -> pa.Array:
    """What the lake keeps of each name."""
    hasher = vault.hasher("identifier")
    named = map(plan.identifier, range(2 * plan.customers + plan.visitors))
    scopes = {"user_id": source.namespace, "anonymous_id": ""}
    return pa.array([hasher(identifier_bytes(Ident(type_, scopes[type_], value))) for type_, value in named])


def redirects(plan: Plan) -> pa.Table:
    """E-mail and anonymous id of each customer lead to the user id, which has the lowest key."""
    root = 3 * np.arange(plan.customers) + 1
    return pa.table(
        {
            "customer_key": np.stack([root + 1, root + 2], axis=1).ravel(),
            "root": np.repeat(root, 2),
            "position": np.repeat(np.arange(1, plan.customers + 1), 2),
            "deleted": repeated(False, pa.bool_(), 2 * plan.customers),
        }
    )


def customers(plan: Plan) -> pa.Table:
    """Each customer as the identify call told it; the other columns are empty."""
    count = plan.customers
    names = [name(customer) for customer in range(count)]
    first, last = (pa.array([parts[place] for parts in names], pa.string()) for place in (0, 1))
    return pa.table(
        {
            "customer_key": 3 * np.arange(count) + 1,
            "kind": repeated("person", pa.string(), count),
            "first_name": first,
            "last_name": last,
            "name": pc.binary_join_element_wise(first, last, " "),
            "email": pa.array(map(email, range(count)), pa.string(), size=count),
            "position": np.arange(1, count + 1),
            "deleted": repeated(False, pa.bool_(), count),
        }
    )
