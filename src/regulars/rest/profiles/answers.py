"""What the routes of the Profile API answer: traits, external ids, events, metadata and links."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import DAY, now
from regulars.base.fields.redaction import Redactor
from regulars.rest import cursors, happenings
from regulars.rest.happenings import Wanted
from regulars.rest.values import moment
from regulars.unify.customers.queries import Customer, redactor
from regulars.unify.customers.queries.profile import shown_identifiers
from regulars.unify.customers.queries.seeing import Lens
from regulars.unify.customers.queries.timeline import properties_seen
from regulars.unify.identity.queries import IdentifierValue, identifiers, members_of, source_names

from .asked import choice_of, limit_of, moment_of, names_of, own_id
from .identifiers import external_ids, named

EVENT_DAYS = 14
MOST_LINKS = 20
EVENT_COLUMNS = ("occurred_at", "position", "type", "event", "source", "customer_key", "properties", "context")


class Asked(NamedTuple):
    """Whose profile of which collection, where it was asked for, and the parameters."""

    customer: Customer
    collection: str
    sight: Sight
    url: str
    given: Mapping[str, str]


def cursor(asked: Asked, limit: int, next_: str) -> dict[str, Any]:
    """Where the next page begins; send `next` back."""
    return {"url": asked.url, "has_more": bool(next_), "next": next_, "limit": limit}


def page_by_name(asked: Asked, list_name: str, names: list[str], limit: int) -> tuple[list[str], dict[str, Any]]:
    """A page of sorted names."""
    behind = cursors.read(list_name, asked.given["next"], (str,))[0] if asked.given.get("next") else ""
    page, last = cursors.page_of([name for name in sorted(names) if name > behind][: limit + 1], limit)
    return list(page), cursor(asked, limit, "" if last is None else cursors.write(list_name, (last,)))


def traits(asked: Asked) -> dict[str, Any]:
    """Traits; audiences and computed traits are not kept as traits, so those classes are empty."""
    class_ = choice_of(asked.given, "class", "", "audience", "computed_trait")
    verbose = choice_of(asked.given, "verbose", "false", "true") == "true"
    wanted = names_of(asked.given, "include")
    known = {} if class_ else asked.customer.traits
    names = [name for name in known if not wanted or name in wanted]
    page, next_ = page_by_name(asked, "profile.traits", names, limit_of(asked.given))
    shown = {name: known[name] for name in page}
    return {"traits": in_full(asked.customer, shown) if verbose else shown, "cursor": next_}


def in_full(customer: Customer, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Traits with the source that said them, and when."""
    ids = {name: str(id_) for id_, name in source_names().items()}
    return {
        name: {
            "value": value,
            "source_id": ids.get(customer.provenance[name].source, ""),
            "updated_at": moment(customer.provenance[name].occurred_at),
        }
        for name, value in shown.items()
    }


def ids(asked: Asked) -> dict[str, Any]:
    """External ids, strongest first."""
    choice_of(asked.given, "verbose", "false", "true")
    wanted, limit = names_of(asked.given, "include"), limit_of(asked.given)
    all_ids = [one for one in external_ids(asked.customer.identifiers) if not wanted or one["type"] in wanted]
    begin = cursors.read("profile.ids", asked.given["next"], (int,))[0] if asked.given.get("next") else 0
    page, last = cursors.page_of(all_ids[begin : begin + limit + 1], limit)
    next_ = "" if last is None else cursors.write("profile.ids", (begin + limit,))
    return {"data": page, "cursor": cursor(asked, limit, next_)}


def events(asked: Asked) -> dict[str, Any]:
    """The events of the last 14 days."""
    ascending = choice_of(asked.given, "sort", "desc", "asc") == "asc"
    limit, start = limit_of(asked.given), moment_of(asked.given, "start")
    earliest = now() - EVENT_DAYS * DAY
    wanted = Wanted(
        keys=asked.customer.keys,
        sight=asked.sight,
        names=names_of(asked.given, "include"),
        without=names_of(asked.given, "exclude"),
        since=earliest if start is None else max(start, earliest),
        until=moment_of(asked.given, "end"),
        columns=(*EVENT_COLUMNS, "message_id"),
    )
    behind = cursors.read("profile.events", asked.given["next"], (int, int)) if asked.given.get("next") else None
    place = None if behind is None else (behind[0], behind[1])
    page, last = cursors.page_of(happenings.by_time(wanted, place, limit + 1, ascending=ascending), limit)
    next_ = "" if last is None else cursors.write("profile.events", happenings.place_of(last))
    redact = redactor(asked.customer.keys, asked.sight.mask)
    return {"data": [event_of(asked, row, redact) for row in page], "cursor": cursor(asked, limit, next_)}


def event_of(asked: Asked, row: Mapping[str, Any], redact: Redactor) -> dict[str, Any]:
    """A row of the lake; it is known by the identifier under which it was filed."""
    filed_under = [one for one in asked.customer.identifiers if one.key == row["customer_key"]]
    return {
        "external_ids": [named(one) for one in filed_under],
        "context": redact.properties(msgspec.json.decode(row["context"]), of_a_thing=True) if row["context"] else {},
        "type": row["type"],
        "message_id": row["message_id"],
        "source_id": str(row["source"]),
        "timestamp": moment(row["occurred_at"]),
        "properties": properties_seen(row, redact),
        "event": redact.text(row["event"]),
        "related": {asked.collection: own_id(asked.collection, asked.customer.root)},
    }


def metadata(asked: Asked) -> dict[str, Any]:
    """When a profile was first and last spoken of, by whom and in which message."""
    choice_of(asked.given, "verbose", "false", "true")
    said = sorted([*told(asked.customer), *happened(asked)])
    (first_at, *first), (last_at, *last) = (said[0], said[-1]) if said else ((None, "", ""), (None, "", ""))
    return {
        "metadata": {
            "created_at": moment(first_at),
            "updated_at": moment(last_at),
            "expires_at": None,
            "first_message_id": first[0],
            "first_source_id": first[1],
            "last_message_id": last[0],
            "last_source_id": last[1],
        }
    }


def told(customer: Customer) -> list[tuple[int, str, str]]:
    """(µs, message id, source id) of each value that a source asserts."""
    ids = {name: str(id_) for id_, name in source_names().items()}
    origins = [origin for said in customer.provenance.values() for origin in (said, *said.others, *said.unconfirmed)]
    return [(one.occurred_at, one.message_id, ids.get(one.source, "")) for one in origins]


def happened(asked: Asked) -> list[tuple[int, str, str]]:
    """(µs, message id, source id) of the first and last event."""
    wanted = Wanted(
        keys=asked.customer.keys, sight=asked.sight, columns=("occurred_at", "position", "message_id", "source")
    )
    rows = [row for ascending in (True, False) for row in happenings.by_time(wanted, None, 1, ascending=ascending)]
    return [(happenings.place_of(row)[0], row["message_id"], str(row["source"])) for row in rows]


def links(asked: Asked) -> dict[str, Any]:
    """The accounts of a user, or the users of an account."""
    limit, lens = limit_of(asked.given, MOST_LINKS, MOST_LINKS), Lens(asked.sight.mask)
    if asked.collection == "users":
        groups = identifiers([one.key for one in asked.customer.groups])[:limit]
        return {"data": linked("accounts", [shown_identifiers([one], lens) for one in groups])}
    members = members_of([one.key for one in asked.customer.members[:limit]])
    known = {one.key: one for one in identifiers(key for keys in members.values() for key in keys)}
    people = [shown_identifiers([known[key] for key in keys], lens) for keys in members.values()]
    return {"data": linked("users", people)}


def linked(collection: str, profiles: Sequence[Sequence[IdentifierValue]]) -> list[dict[str, Any]]:
    """Profiles by their external ids."""
    flat = [one for identifiers in profiles for one in identifiers]
    written = dict(zip([one.key for one in flat], external_ids(flat), strict=True))
    return [
        {"to_collection": collection, "external_ids": [written[one.key] for one in identifiers]}
        for identifiers in profiles
    ]


ROUTES: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "traits": traits,
    "external_ids": ids,
    "events": events,
    "metadata": metadata,
    "links": links,
}
