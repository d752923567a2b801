"""Stores what the road did with each source's facts, about every two seconds, in a short transaction of its own."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from django.db import transaction

from regulars.base.fields.queries import special_fields
from regulars.unify.facts import sql
from regulars.unify.facts.queries import sources
from regulars.unify.facts.special import special_keys, with_dots
from regulars.unify.facts.statement import Statement

from .masking import DOTS, LONGEST_EVENT, masked, safe_name, storable
from .models import SchemaEvent, SchemaProperty
from .tally import NEWEST, EventPlace, EventTally, Tally, safe_path

MOST_EVENTS = 500
MOST_PROPERTIES = 200
MOST_VIOLATIONS = 200
LONGEST_PAYLOAD = 8_000
LONGEST_ID = 200
ERASED = "suppressed"

encode = msgspec.json.encode
decode = msgspec.json.decode

EVENTS = (
    *("source bigint", "kind text", "name text", "first_seen_at bigint", "last_seen_at bigint"),
    *("count bigint", "inspected bigint"),
)
ADD_EVENT = (
    "(source, kind, name) DO UPDATE SET last_seen_at = excluded.last_seen_at,"
    " count = schema_event.count + excluded.count, inspected = schema_event.inspected + excluded.inspected"
)
PROPERTIES = (
    *("source bigint", "kind text", "event text", "path text", "first_seen_at bigint", "last_seen_at bigint"),
    *("count bigint", "types integer", "example text"),
)
ADD_PROPERTY = (
    "(source, kind, event, path) DO UPDATE SET last_seen_at = excluded.last_seen_at,"
    " count = schema_property.count + excluded.count, types = schema_property.types | excluded.types,"
    " example = CASE excluded.example WHEN '' THEN schema_property.example ELSE excluded.example END"
)
HOURS = ("source bigint", "hour integer", "facts bigint", "refused bigint", "violating bigint")
ADD_HOUR = (
    "(source, hour) DO UPDATE SET facts = source_hour.facts + excluded.facts,"
    " refused = source_hour.refused + excluded.refused, violating = source_hour.violating + excluded.violating"
)
VIOLATIONS = (
    *("source bigint", "kind text", "event text", "code text", "path text", "expected text", "count bigint"),
    *("refused bigint", "first_at bigint", "last_at bigint", "position bigint"),
)
ADD_VIOLATION = (
    "(source, kind, event, code, path) DO UPDATE SET expected = excluded.expected,"
    " count = violation.count + excluded.count, refused = violation.refused + excluded.refused,"
    " last_at = excluded.last_at, position = excluded.position"
)
ARRIVALS = (
    *("position bigint", "source bigint", "key bigint", "kind text", "event text", "message_id text"),
    *("occurred_at bigint", "received_at bigint", "refused text", "remarks text", "payload text"),
)
FORGET_ARRIVALS = (
    "DELETE FROM arrival WHERE source = %s AND position <= (SELECT position FROM arrival WHERE source = %s"
    " ORDER BY position DESC LIMIT 1 OFFSET %s)"
)
FORGET_VIOLATIONS = (
    "DELETE FROM violation WHERE source = %s AND last_at <= (SELECT last_at FROM violation WHERE source = %s"
    " ORDER BY last_at DESC LIMIT 1 OFFSET %s)"
)
FOLLOWED = (
    "INSERT INTO sources_followed (id, position) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET"
    " position = excluded.position"
)


class SourceFollower:
    """Sums what it hears, and stores the sums with the position they reach: hearing again changes nothing."""

    def __init__(self) -> None:
        rows = sql.run("SELECT position FROM sources_followed WHERE id = 1")
        self.position = int(rows[0][0]) if rows else 0
        self.tally = Tally()
        self.names: dict[int, set[tuple[str, str]]] = {}
        self.known_paths: dict[EventPlace, set[str]] = {}
        self.is_behind = False
        self.special: frozenset[str] = frozenset()

    def hear(self, statements: Sequence[Statement]) -> None:
        """Sum what is new."""
        if statements and statements[0].position <= self.position:
            statements = [statement for statement in statements if statement.position > self.position]
        if statements:
            self.tally.add(statements)
            self.position = statements[-1].position
            self.is_behind = True

    def flush(self) -> None:
        """Store the sums and the newest facts."""
        if (special := special_fields()) != self.special:
            self.special = special
            hide_special()
        if not self.is_behind:
            return
        tally, self.tally, self.is_behind = self.tally, Tally(), False
        with transaction.atomic():
            self.store_schema(tally)
            sql.insert("source_hour", HOURS, [(*at, *counts) for at, counts in tally.hours.items()], ADD_HOUR)
            store_violations(tally)
            store_arrivals(tally)
            sql.run(FOLLOWED, self.position)

    def store_schema(self, tally: Tally) -> None:
        """Add to the catalogue, within its bounds; what has no room is counted under one name."""
        summed: dict[EventPlace, list[EventTally]] = {}
        for place, event in tally.events.items():
            summed.setdefault(self.listed_event(place), []).append(event)
        sql.insert("schema_event", EVENTS, [event_row(place, found) for place, found in summed.items()], ADD_EVENT)
        rows = (row for place, found in summed.items() for row in self.property_rows(place, found))
        sql.insert("schema_property", PROPERTIES, list(rows), ADD_PROPERTY)

    def listed_event(self, place: EventPlace) -> EventPlace:
        """Where an event is listed."""
        source, kind, name = place
        known = self.names.get(source)
        if known is None:
            known = set(SchemaEvent.objects.filter(source=source).values_list("kind", "name"))
            self.names[source] = known
        name = safe_name(name, LONGEST_EVENT)
        if (kind, name) not in known and len(known) >= MOST_EVENTS:
            name = DOTS
        known.add((kind, name))
        return source, kind, name

    def property_rows(self, place: EventPlace, found: Iterable[EventTally]) -> Iterator[sql.Row]:
        """The rows of an event's properties."""
        known = self.known_paths.get(place)
        if known is None:
            source, kind, event = place
            stored = SchemaProperty.objects.filter(source=source, kind=kind, event=event)
            known = self.known_paths[place] = set(stored.values_list("path", flat=True))
        rows: dict[str, sql.Row] = {}
        for tally in found:
            for said, one in tally.properties.items():
                path = safe_path(said)
                if path not in known and len(known) >= MOST_PROPERTIES:
                    continue
                known.add(path)
                before = rows.get(path, (None,) * 6 + (0, 0, ""))
                rows[path] = (*place, path, tally.first_at, tally.last_at, before[6] + one.count,
                              before[7] | one.types, storable(one.example) or before[8])  # fmt: skip
        return iter(rows.values())


def event_row(place: EventPlace, found: Sequence[EventTally]) -> sql.Row:
    """One row of events that are listed under one name."""
    first_at, last_at = min(one.first_at for one in found), max(one.last_at for one in found)
    return (*place, first_at, last_at, sum(one.count for one in found), sum(one.inspected for one in found))


def store_violations(tally: Tally) -> None:
    """Add to the violations, and keep the newest kinds of them."""
    rows = [
        (
            *place[:3],
            place[3],
            place[4],
            storable(one.expected),
            one.count,
            one.refused,
            one.first_at,
            one.last_at,
            one.position,
        )
        for place, one in tally.departures.items()
    ]
    sql.insert("violation", VIOLATIONS, rows, ADD_VIOLATION)
    sql.write(
        FORGET_VIOLATIONS, [(source, source, MOST_VIOLATIONS) for source in {place[0] for place in tally.departures}]
    )


def store_arrivals(tally: Tally) -> None:
    """Keep the newest facts of each source; whoever was erased in the meantime is not among them."""
    heard = [statement for mine in tally.arrivals.values() for statement in mine]
    there = keys_there({statement.key for statement in heard if statement.key})
    rows = [arrival_row(statement) for statement in heard if not statement.key or statement.key in there]
    sql.insert("arrival", ARRIVALS, rows, "(position) DO NOTHING")
    sql.write(FORGET_ARRIVALS, [(source, source, NEWEST) for source in tally.arrivals])


def keys_there(keys: Collection[int]) -> set[int]:
    """Which of these keys stand for anybody."""
    rows = sql.select_keys("SELECT i.key FROM {given} JOIN identifier i ON i.key = given.key", keys)
    return {key for (key,) in rows}


def arrival_row(statement: Statement) -> sql.Row:
    """One row to be shown; what was not filed has no key, so it is kept without values."""
    fact = statement.fact
    is_filed = not statement.refused
    remarks = encode([(one.code, safe_path(one.path), one.expected) for one in statement.remarks]).decode()
    return (
        *(statement.position, statement.source.id, statement.key if is_filed else 0, fact.kind),
        storable(fact.event[:LONGEST_ID]) if is_filed else safe_name(fact.event, LONGEST_EVENT),
        "" if statement.refused == ERASED else storable(fact.message_id[:LONGEST_ID]),
        *(fact.occurred_at, statement.received_at, statement.refused, remarks if statement.remarks else ""),
        payload_of(statement),
    )


def hide_special() -> None:
    """Take out of the newest facts what was not special when they came; those that were cut short go."""
    keys = special_keys(rule for source in sources() for rule in source.rules)
    for place, payload in sql.run("SELECT position, payload FROM arrival") if keys else ():
        try:
            hidden = with_dots(payload.encode(), keys).decode()
        except msgspec.DecodeError:
            sql.run("DELETE FROM arrival WHERE position = %s", place)
        else:
            if hidden != payload:
                sql.run("UPDATE arrival SET payload = %s WHERE position = %s", hidden, place)


def payload_of(statement: Statement) -> str:
    """What the fact said, as JSON: whole if it was filed as it came, otherwise only its shape."""
    if statement.refused == ERASED:
        return "{}"
    fact = statement.fact
    parts = {"traits": fact.traits, "properties": fact.properties, "context": fact.context}
    special = special_keys(statement.source.rules)
    said = {name: msgspec.Raw(with_dots(bytes(part), special)) for name, part in parts.items() if len(part) > 2}
    if statement.refused or statement.taken_away:
        return encode({name: masked(decode(part)) for name, part in said.items()}).decode()[:LONGEST_PAYLOAD]
    whole = {"identifiers": [(ident.type, ident.value) for ident in statement.identifiers], **said}
    if fact.group:
        whole["group"] = fact.group
    text = encode(whole).decode()
    if len(text) > LONGEST_PAYLOAD:
        whole.pop("context", None)
        text = encode(whole).decode()
    return text if len(text) <= LONGEST_PAYLOAD else f"{text[:LONGEST_PAYLOAD]}…"
