import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from regulars.unify.facts import inbox
from regulars.unify.facts.fact import Lane
from regulars.unify.facts.inbox import InboxRequest, Rejection, Request
from regulars.unify.facts.models import InboxRow, Rejected, Taken

pytestmark = pytest.mark.django_db


def request(count: int = 1, lane: Lane = Lane.LIVE, body: bytes = b"[]") -> Request:
    return Request(lane, source=7, batch=0, received_at=5, count=count, body=body)


def rejection(code: str = "no_event", message_id: str = "m") -> Rejection:
    return Rejection(6, 7, message_id, code, "Send it.", "{}")


def test_put_stores_a_request_as_it_was_given() -> None:
    body = '["ก", "\\u0000"]'.encode() + b"\x00\xff"

    inbox_id = inbox.put(request(count=3, body=body))

    assert inbox.rows([inbox_id]) == [InboxRequest(inbox_id, 1, 7, 0, 5, 3, body)]


def test_put_all_keeps_the_order_and_what_was_refused() -> None:
    inbox.put_all([request(count=number) for number in (3, 1, 2)], [rejection("a"), rejection("b")])

    assert [row.count for row in inbox.next_rows(Lane.LIVE, 0, 100)] == [3, 1, 2]
    assert list(Rejected.objects.order_by("id").values_list("code", "source", "rejected_at")) == [
        ("a", 7, 6),
        ("b", 7, 6),
    ]


def test_put_all_stores_everything_or_nothing() -> None:
    broken = Rejection(6, 7, "m", "x", "y", None)  # type: ignore[arg-type]

    with pytest.raises(Exception, match=r"NOT NULL|not-null"):
        inbox.put_all([request()], [rejection(), broken])

    assert (InboxRow.objects.count(), Rejected.objects.count()) == (0, 0)


def test_next_rows_serves_one_lane_oldest_first_after_an_id() -> None:
    imported = inbox.put(request(lane=Lane.IMPORTS))
    live = [inbox.put(request()) for _ in range(3)]

    assert [row.id for row in inbox.next_rows(Lane.LIVE, 0, 100)] == live
    assert [row.id for row in inbox.next_rows(Lane.LIVE, live[0], 100)] == live[1:]
    assert [row.id for row in inbox.next_rows(Lane.IMPORTS, 0, 100)] == [imported]
    assert inbox.next_rows(Lane.DECISIONS, 0, 100) == []


@pytest.mark.parametrize(
    ("max_facts", "expected"), [(1, [10]), (10, [10]), (11, [10, 5]), (15, [10, 5]), (16, [10, 5, 1])]
)
def test_next_rows_stops_when_it_holds_enough_facts(max_facts: int, expected: list[int]) -> None:
    for count in (10, 5, 1):
        inbox.put(request(count=count))

    assert [row.count for row in inbox.next_rows(Lane.LIVE, 0, max_facts)] == expected


def test_delete_lets_go_of_these_ids_alone() -> None:
    ids = [inbox.put(request()) for _ in range(1_200)]

    inbox.delete(ids[:1_100])

    assert [row.id for row in inbox.rows(ids)] == ids[1_100:]


def test_ids_are_never_given_again() -> None:
    first = inbox.put(request())
    inbox.delete([first])

    assert inbox.put(request()) > first


def test_waiting_counts_what_was_put_and_not_yet_taken() -> None:
    taken, _ = inbox.put(request(count=4)), inbox.put(request(count=3))

    before = inbox.waiting()
    Taken.objects.create(inbox=taken, first_position=1, count=4)
    filed = inbox.waiting()
    inbox.delete([taken])
    deleted = inbox.waiting()

    # A request leaves the inbox before its `taken` row goes; until then it counts twice, and never below nothing.
    assert (before, filed, deleted) == (7, 3, 0)


@pytest.fixture
def elsewhere() -> Iterator[list[threading.Thread]]:
    """Threads with connections of their own, joined at the end."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_ids_become_visible_in_their_order_whoever_writes(elsewhere: list[threading.Thread]) -> None:
    def put_many() -> None:
        for _ in range(40):
            inbox.put_all([request(), request()], [])
        connections.close_all()

    for _ in range(4):
        elsewhere.append(threading.Thread(target=put_many))
    for thread in elsewhere:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in elsewhere) or inbox.next_rows(Lane.LIVE, last(seen), 1):
        seen += [row.id for row in inbox.next_rows(Lane.LIVE, last(seen), 50)]

    assert len(seen) == 320
    assert seen == sorted(InboxRow.objects.values_list("id", flat=True))


def last(seen: list[int]) -> int:
    return seen[-1] if seen else 0


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_on_disk_whatever_the_connection_was_told() -> None:
    with connections["inbox"].cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = off")
    with inbox.ordered_commit() as cursor:
        cursor.execute("SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous")
        sync = cursor.fetchone()[0]
    connections["inbox"].close()

    assert sync == ("on" if connection.vendor == "postgresql" else 2)


@pytest.mark.django_db(transaction=True)
def test_no_caller_can_roll_back_what_was_acknowledged() -> None:
    with transaction.atomic(using="inbox"), pytest.raises(RuntimeError, match="durable"):
        inbox.put(request())
