"""The inbox: what is acknowledged and waits for the road, in the order in which it was committed.

On SQLite it is a file of its own, on PostgreSQL a table; what is committed here is on disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from regulars.base.fields.moments import now
from regulars.base.jobs.crash import crash_point

from .fact import Lane
from .models import InboxRow

IDS_AT_ONCE = 500

# Without the lock two transactions could commit in another order than their ids, and a reader that has passed
# the greater id would never see the smaller. SQLite has one writer at a time and full sync by itself.
POSTGRES_ORDER = "SELECT pg_advisory_xact_lock(20010801), set_config('synchronous_commit', 'on', true)"
PUT = "INSERT INTO inbox (lane, source, batch, received_at, count, body) VALUES (%s, %s, %s, %s, %s, %s)"
REJECT = "INSERT INTO rejected (rejected_at, source, message_id, code, message, body) VALUES (%s, %s, %s, %s, %s, %s)"
NEXT = """
SELECT id, lane, source, batch, received_at, inbox.count, body FROM inbox JOIN (
    SELECT id AS given, SUM(count) OVER (ORDER BY id) - count AS before FROM inbox
    WHERE lane = %s AND id > %s ORDER BY id LIMIT %s
) AS ahead ON id = given WHERE before < %s ORDER BY id
"""
COLUMNS = ("id", "lane", "source", "batch", "received_at", "count", "body")


class Request(msgspec.Struct, frozen=True):
    """One request as it goes into the inbox: `count` facts, encoded in `body`; times in µs since 1970 UTC."""

    lane: int
    source: int
    batch: int
    received_at: int
    count: int
    body: bytes


class InboxRequest(msgspec.Struct, frozen=True):
    """One waiting request."""

    id: int
    lane: int
    source: int
    batch: int
    received_at: int
    count: int
    body: bytes


class Rejection(msgspec.Struct, frozen=True):
    """What a door refused, and why: a code for programs and a sentence that says what to do."""

    rejected_at: int
    source: int | None
    message_id: str
    code: str
    message: str
    body: str


class Staged(msgspec.Struct, frozen=True):
    """The body of a request whose facts are in a prepared file: its path in the data folder, and where they begin."""

    file: str
    first: int


encode = msgspec.json.Encoder().encode
decode_staged = msgspec.json.Decoder(Staged).decode


def staged(body: bytes) -> Staged | None:
    """Where a request's facts are prepared; None if the body holds them itself, which is a list."""
    return decode_staged(body) if body.startswith(b"{") else None


@contextmanager
def ordered_commit() -> Iterator[CursorWrapper]:
    """A transaction on the inbox whose ids are visible in their order, and which is on disk when it ends."""
    connection = connections["inbox"]
    with transaction.atomic(using="inbox", durable=True), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_ORDER)
        yield cursor
        crash_point("intake.before_commit")
    crash_point("intake.after_commit")


def put(request: Request) -> int:
    """Make one request durable; returns its inbox id."""
    with ordered_commit() as cursor:
        cursor.execute(f"{PUT} RETURNING id", msgspec.structs.astuple(request))
        return int(cursor.fetchone()[0])


def put_all(requests: Sequence[Request], rejections: Sequence[Rejection]) -> None:
    """Make many requests, and what was refused of them, durable in one transaction with one sync."""
    with ordered_commit() as cursor:
        if requests:
            cursor.executemany(PUT, [msgspec.structs.astuple(request) for request in requests])
        if rejections:
            cursor.executemany(REJECT, [msgspec.structs.astuple(rejection) for rejection in rejections])


def waiting() -> int:
    """How many facts are acknowledged and not yet filed."""
    with connections["inbox"].cursor() as inbox, connections["default"].cursor() as road:
        inbox.execute("SELECT COALESCE(SUM(count), 0) FROM inbox")
        road.execute("SELECT COALESCE(SUM(count), 0) FROM taken")
        return max(0, int(inbox.fetchone()[0]) - int(road.fetchone()[0]))


def lag() -> int:
    """How long the oldest unfiled request has waited, in microseconds; 0 if none waits."""
    with connections["inbox"].cursor() as inbox, connections["default"].cursor() as road:
        road.execute("SELECT inbox FROM taken")
        taken = {row[0] for row in road.fetchall()}
        inbox.execute("SELECT id, received_at FROM inbox ORDER BY id LIMIT %s", [len(taken) + 1])
        waiting = [received_at for id_, received_at in inbox.fetchall() if id_ not in taken]
    return max(0, now() - waiting[0]) if waiting else 0


def next_rows(lane: Lane, after_id: int, max_facts: int) -> list[InboxRequest]:
    """The oldest requests of a lane after an id, until they hold `max_facts`; at least one if there is any."""
    with connections["inbox"].cursor() as cursor:
        cursor.execute(NEXT, [lane, after_id, max_facts, max_facts])
        return [inbox_request(row) for row in cursor.fetchall()]


def rows(ids: Iterable[int]) -> list[InboxRequest]:
    """The requests with these ids that are still there, by id."""
    found = (InboxRow.objects.filter(id__in=chunk).order_by("id").values_list(*COLUMNS) for chunk in chunks(ids))
    return [inbox_request(row) for part in found for row in part]


def delete(ids: Iterable[int]) -> None:
    """Let go of requests that every consumer has passed."""
    for chunk in chunks(ids):
        InboxRow.objects.filter(id__in=chunk).delete()


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + IDS_AT_ONCE] for start in range(0, len(ordered), IDS_AT_ONCE))


def inbox_request(row: tuple[Any, ...]) -> InboxRequest:
    id_, lane, source, batch, received_at, count, body = row
    # PostgreSQL hands out a memoryview.
    return InboxRequest(id_, lane, source, batch, received_at, count, bytes(body))
