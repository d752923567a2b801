"""The catalogue: events and properties that arrived."""

from dataclasses import dataclass

from regulars.collect.sources.masking import type_names
from regulars.collect.sources.models import SchemaEvent, SchemaProperty

from . import words


@dataclass(frozen=True)
class PropertyLine:
    """A property or trait; `share` is in how much of what was looked into it stood, from 0 to 1."""

    path: str
    types: tuple[str, ...]
    share: float
    example: str
    first_seen_at: int
    last_seen_at: int

    @property
    def percent(self) -> int:
        """The share in a hundred."""
        return round(self.share * 100)


@dataclass(frozen=True)
class EventLine:
    """One kind of call of one source, and what it carries; times in µs."""

    source: int
    kind: str
    name: str
    count: int
    inspected: int
    first_seen_at: int
    last_seen_at: int
    properties: tuple[PropertyLine, ...]

    @property
    def title(self) -> str:
        """The event; what other calls are, in words."""
        return words.event(self.kind, self.name)


def schema(source: int | None = None, *, start: int = 0, limit: int | None = None) -> list[EventLine]:
    """What arrived from one source or from all, the most frequent first: `limit` events from the `start`-th on."""
    events = SchemaEvent.objects.order_by("source", "-count", "id")
    events = events if source is None else events.filter(source=source)
    page = list(events[start:] if limit is None else events[start : start + limit])
    properties = SchemaProperty.objects.order_by("path").filter(source__in={event.source for event in page})
    if limit is not None:
        kinds, names = {event.kind for event in page}, {event.name for event in page}
        properties = properties.filter(kind__in=kinds, event__in=names)
    found: dict[tuple[int, str, str], list[SchemaProperty]] = {}
    for row in properties:
        found.setdefault((row.source, row.kind, row.event), []).append(row)
    return [event_line(event, found.get((event.source, event.kind, event.name), [])) for event in page]


def event_line(event: SchemaEvent, properties: list[SchemaProperty]) -> EventLine:
    inspected = max(event.inspected, 1)
    return EventLine(
        *(event.source, event.kind, event.name, event.count, event.inspected),
        *(event.first_seen_at, event.last_seen_at),
        tuple(
            PropertyLine(
                *(one.path, tuple(type_names(one.types)), min(1.0, one.count / inspected)),
                *(words.example(one.example), one.first_seen_at, one.last_seen_at),
            )
            for one in properties
        ),
    )
