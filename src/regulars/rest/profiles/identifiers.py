"""External ids as the Profile API writes them."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from regulars.base.fields.moments import DAY, rfc_3339
from regulars.unify.facts import sql
from regulars.unify.identity.queries import IdentifierValue, is_group

from .asked import GROUP_ID


class FirstSeen(NamedTuple):
    """Which source named an identifier first, and on which day (from 1970 UTC)."""

    source: int
    day: int


def external_ids(identifiers: Iterable[IdentifierValue]) -> list[dict[str, Any]]:
    """Each identifier with the source that named it first; the time is that day's, since positions are kept by day."""
    identifiers = list(identifiers)
    seen = first_seen([one.key for one in identifiers])
    return [named(one) | origin(seen.get(one.key)) for one in identifiers]


def named(identifier: IdentifierValue) -> dict[str, Any]:
    """An identifier alone."""
    group = is_group(identifier)
    return {
        "collection": "accounts" if group else "users",
        "type": GROUP_ID if group else identifier.type,
        "id": identifier.value,
        "encoding": "none",
    }


def origin(seen: FirstSeen | None) -> dict[str, Any]:
    """Where an identifier comes from."""
    created_at = None if seen is None else rfc_3339(seen.day * DAY)
    return {
        "source_id": "" if seen is None else str(seen.source),
        "created_at": created_at,
        "first_message_id": "",
    }


def first_seen(keys: Collection[int]) -> dict[int, FirstSeen]:
    """Key → who named it first, and when."""
    rows = sql.select_keys(
        "SELECT l.b, l.first_position, l.source,"
        " (SELECT max(d.day) FROM day d WHERE d.first_position <= l.first_position)"
        " FROM {given} JOIN link l ON l.b = given.key WHERE l.withdrawn = 0",
        keys,
    ) + sql.select_keys(
        "SELECT m.group_key, m.first_position, m.source,"
        " (SELECT max(d.day) FROM day d WHERE d.first_position <= m.first_position)"
        " FROM {given} JOIN membership m ON m.group_key = given.key WHERE m.withdrawn = 0",
        keys,
    )
    found: dict[int, FirstSeen] = {}
    for key, _, source, day in sorted(rows, key=lambda row: (row[1], row[0])):
        found.setdefault(key, FirstSeen(source, day or 0))
    return found
