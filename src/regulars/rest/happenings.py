"""Events from the lake, page by page: of everyone in the order of arrival, or of one profile by time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import microseconds, to_datetime
from regulars.unify.customers.owners import keys_of
from regulars.unify.customers.queries.timeline import standing_events
from regulars.unify.facts.lake import engine
from regulars.unify.identity.queries import withdrawn_batches

if TYPE_CHECKING:
    import ibis.expr.types as ir

Place = tuple[int, int]
"""Time (µs) and position."""


@dataclass(frozen=True)
class Wanted:
    """Which events: of these keys, with or without these names, from `since` (µs, included) until `until`.

    Of everyone's events those of people out of reach are left out; keys that are given have been checked.
    """

    keys: Collection[int] | None
    sight: Sight
    names: Collection[str] = ()
    without: Collection[str] = ()
    since: int | None = None
    until: int | None = None
    columns: Collection[str] = field(
        default=("occurred_at", "position", "type", "event", "source", "batch", "customer_key", "properties")
    )

    def table(self) -> "ir.Table":
        """The events as an expression."""
        events = standing_events(engine(), withdrawn_batches())
        if self.keys is not None:
            events = events.filter(events.customer_key.isin(sorted(self.keys)))
        elif self.sight.owners is not None:
            mine = ibis.memtable(pa.table({"mine": pa.array(keys_of(self.sight.owners), pa.int64())}))
            events = events.semi_join(mine, events.customer_key == mine.mine)
        if self.names:
            events = events.filter(called(events).isin(sorted(self.names)))
        if self.without:
            events = events.filter(called(events).notin(sorted(self.without)))
        if self.since is not None:
            events = events.filter(events.occurred_at >= moment(self.since))
        if self.until is not None:
            events = events.filter(events.occurred_at < moment(self.until))
        return events


def called(events: "ir.Table") -> "ir.StringColumn":
    """What an event is called: its name, or else its type."""
    return (events.event == "").ifelse(events.type, events.event)


def by_arrival(wanted: Wanted, before: int | None, limit: int) -> list[dict[str, Any]]:
    """The newest arrivals with positions below `before`."""
    events = wanted.table()
    if before is not None:
        events = events.filter(events.position < before)
    page = events.order_by(events.position.desc()).limit(limit)
    return rows(page, wanted)


def by_time(wanted: Wanted, behind: Place | None, limit: int, *, ascending: bool) -> list[dict[str, Any]]:
    """Events by time, behind a place."""
    events = wanted.table()
    if behind is not None:
        at, position = moment(behind[0]), behind[1]
        same = events.occurred_at == at
        further = events.occurred_at > at if ascending else events.occurred_at < at
        beyond = events.position > position if ascending else events.position < position
        events = events.filter(further | (same & beyond))
    order = [events.occurred_at, events.position]
    return rows(events.order_by(order if ascending else [part.desc() for part in order]).limit(limit), wanted)


def rows(page: "ir.Table", wanted: Wanted) -> list[dict[str, Any]]:
    """The rows of a page."""
    found: list[dict[str, Any]] = engine().rows(page.select(*wanted.columns)).to_pylist()
    return found


def moment(value: int) -> datetime:
    """A moment for a comparison; a time that no calendar has becomes the first or last there is."""
    try:
        return to_datetime(value)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if value > 0 else datetime.min.replace(tzinfo=UTC)


def place_of(row: dict[str, Any]) -> Place:
    """Where a row stands."""
    return microseconds(row["occurred_at"]), row["position"]
