"""What happened with a customer, newest first: events from the lake, over all keys of the person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import microseconds
from regulars.base.fields.redaction import Redactor
from regulars.unify.customers.owners import check_reach

from .redacting import redactor

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from regulars.base.lake import Engine

EVENTS = "events"
TRACK = "track"
Cursor = tuple[int, int]
"""occurred_at (µs) and position of the last entry of a page: the next page begins behind it."""


@dataclass(frozen=True)
class Which:
    """The events to show: track calls of these names, and all calls of these types; or with `others` all but these."""

    events: frozenset[str]
    types: frozenset[str] = frozenset()
    others: bool = False

    def among(self, events: "ir.Table") -> "ir.Table":
        """Only those."""
        named = (events.type == TRACK) & events.event.isin(sorted(self.events))
        wanted = named | events.type.isin(sorted(self.types)) if self.types else named
        return events.filter(~wanted if self.others else wanted)


@dataclass(frozen=True)
class Happening:
    """One event; `properties` as the source sent them, without identifiers and what the reader may not see."""

    occurred_at: int
    position: int
    type: str
    event: str
    source: str
    batch: int
    key: int
    properties: dict[str, Any]


def timeline(
    engine: "Engine",
    keys: Collection[int],
    *,
    sight: Sight,
    withdrawn: Collection[int],
    sources: Mapping[int, str],
    which: Which | None = None,
    before: Cursor | None = None,
    limit: int = 50,
) -> list[Happening]:
    """At most `limit` events of these keys of one customer behind `before`, as somebody may see them.

    Those of `withdrawn` batches are left out. Raises CustomerUnknown for whom they may not see.
    """
    check_reach(keys, sight)
    events = standing_events(engine, withdrawn)
    events = events.filter(events.customer_key.isin(sorted(keys)))
    events = events if which is None else which.among(events)
    moment = events.occurred_at.epoch_seconds() * 1_000_000 + events.occurred_at.microsecond() % 1_000_000
    events = events.mutate(moment=moment)
    if before is not None:
        events = events.filter(
            (events.moment < before[0]) | ((events.moment == before[0]) & (events.position < before[1]))
        )
    page = events.order_by([events.occurred_at.desc(), events.position.desc()]).limit(limit)
    rows = engine.rows(
        page.select("occurred_at", "position", "type", "event", "source", "batch", "customer_key", "properties")
    )
    found = rows.to_pylist()
    redact = redactor(keys if found else (), sight.mask)
    return [happening(row, sources, redact) for row in found]


def standing_events(engine: "Engine", withdrawn: Collection[int]) -> "ir.Table":
    """The events that count: of standing batches, and each message once."""
    events = engine.table(EVENTS, withdrawn)
    hidden = sorted(withdrawn)
    witnessed = events.witness_of.filter(lambda batch: batch.notin(hidden)) if hidden else events.witness_of
    return events.filter(witnessed.length().fill_null(0) == 0)


def happening(row: dict[str, Any], sources: Mapping[int, str], redact: Redactor) -> Happening:
    """An event as somebody may read it."""
    return Happening(
        microseconds(row["occurred_at"]),
        row["position"],
        row["type"],
        redact.text(row["event"]),
        sources.get(row["source"], str(row["source"])),
        row["batch"],
        row["customer_key"],
        properties_seen(row, redact),
    )


def properties_seen(row: Mapping[str, Any], redact: Redactor) -> dict[str, Any]:
    """The properties of an event of the lake as somebody may read them."""
    said = msgspec.json.decode(row["properties"]) if row["properties"] else {}
    return redact.properties(said, of_a_thing=is_about_a_thing(row)) if isinstance(said, dict) else {}


def is_about_a_thing(row: Mapping[str, Any]) -> bool:
    """Whether the name in an event's properties is that of a page or a product."""
    return row["type"] in {"page", "screen"} or row["event"].startswith(("Product ", "Promotion "))
