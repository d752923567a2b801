"""Events of everyone, newest arrival first."""

from typing import Annotated, Any

from pydantic import Field

from regulars.base.fields.masks import Sight
from regulars.base.fields.redaction import Redactor
from regulars.rest import cursors, happenings, people
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, GivenKey, GivenMoment, Key, Limit, Moment, Text
from regulars.unify.customers import queries
from regulars.unify.customers.owners import check_reach
from regulars.unify.customers.queries.timeline import properties_seen
from regulars.unify.identity import queries as identity

router = Router("events")


class Event(Shape):
    """Something that happened; `properties` as the source sent them, without what the key's role may not see."""

    position: Text
    occurred_at: Moment
    type: str
    event: str = Field(examples=["Order Completed"])
    source_id: Key
    source: str
    customer: Key
    properties: dict[str, Any]


class EventPage(Shape):
    """Events, newest arrival first."""

    data: list[Event]
    next: str | None


@router.get("/events", response=EventPage)
def list_events(
    request: RestRequest,
    event: Annotated[str | None, Field(max_length=200, description="Only events of this name.")] = None,
    customer: GivenKey | None = None,
    since: GivenMoment | None = None,
    until: GivenMoment | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """What sources told, newest arrival first; it arrives through the tracking API, not here."""
    keys = None if customer is None else seen_keys(customer, request.sight)
    wanted = happenings.Wanted(keys, request.sight, () if event is None else (event,), since=since, until=until)
    before = None if cursor is None else cursors.read("events", cursor, (int,))[0]
    found = happenings.by_arrival(wanted, before, limit + 1)
    page, last = cursors.page_of(found, limit)
    roots = identity.roots_of({row["customer_key"] for row in page})
    people.seen(request, "event.list", roots.values())
    names, redact = identity.source_names(), queries.redactors(list(roots), request.sight.mask)
    return EventPage(
        data=[event_of(row, roots, names, redact[row["customer_key"]]) for row in page],
        next=cursors.write("events", (last["position"],)) if last else None,
    )


def seen_keys(customer: int, sight: Sight) -> list[int]:
    """All keys of a customer or group. Raises CustomerUnknown, also for one out of reach."""
    keys = [one.key for one in identity.members(customer)]
    check_reach(keys, sight)
    return keys


def event_of(row: dict[str, Any], roots: dict[int, int], names: dict[int, str], redact: Redactor) -> Event:
    """A row of the lake as it is shown."""
    return Event.model_validate(
        row
        | {
            "source_id": row["source"],
            "source": names.get(row["source"], str(row["source"])),
            "customer": roots[row["customer_key"]],
            "event": redact.text(row["event"]),
            "properties": properties_seen(row, redact),
        }
    )
