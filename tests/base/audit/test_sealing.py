"""Blocks: what is settled is sealed once, in order, each chained to the one before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from regulars.base.audit import guard, sealing
from regulars.base.audit.chain import START
from regulars.base.audit.errors import NotSettled
from regulars.base.audit.models import AuditBlock, AuditCheckpoint, AuditEntry
from regulars.base.audit.sealing import Head, head, seal
from regulars.base.audit.services import record
from regulars.base.audit.verifying import verify
from regulars.base.jobs.models import Job

pytestmark = pytest.mark.django_db
Made = TypeVar("Made")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries a block, read two at a time."""
    monkeypatch.setattr("regulars.base.audit.sealing.BLOCK_ENTRIES", 2)
    monkeypatch.setattr("regulars.base.audit.reading.AT_ONCE", 2)


def test_nothing_is_sealed_where_nothing_was_written() -> None:
    assert (seal(), head()) == (0, Head())


def test_seal_chains_blocks_of_at_most_so_many_entries(small_blocks: None) -> None:
    written = [record("customer.see", actor="owner", object_type="customer", keys=[n]).pk for n in range(5)]

    made = seal()

    blocks = list(AuditBlock.objects.order_by("number"))
    assert made == 3
    assert [(one.number, one.first, one.last, one.count) for one in blocks] == [
        (1, written[0], written[1], 2),
        (2, written[2], written[3], 2),
        (3, written[4], written[4], 1),
    ]
    assert [bytes(one.previous) for one in blocks] == [START, bytes(blocks[0].hash), bytes(blocks[1].hash)]
    assert len({bytes(one.hash) for one in blocks}) == 3


def test_seal_is_harmless_when_repeated() -> None:
    record("customer.see", actor="owner")
    seal()
    before = head()

    again = seal()

    assert (again, head()) == (0, before)


def test_ids_that_were_rolled_back_are_no_fault() -> None:
    record("customer.see", actor="owner")
    with transaction.atomic():
        record("customer.see", actor="owner")
        transaction.set_rollback(True)
    record("customer.see", actor="owner")

    seal()

    found = verify()
    assert (found.entries, found.fault) == (2, None)


def test_a_block_that_somebody_else_sealed_meanwhile_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    record("customer.see", actor="owner")
    before = head()
    seal()

    assert sealing.seal_block(before, AuditEntry.objects.latest("id").pk) is True
    assert AuditBlock.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_leave_one_chain(small_blocks: None) -> None:
    for n in range(40):
        record("customer.see", actor="owner", keys=[n])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: closing(seal), range(4)))

    found = verify()
    assert (found.entries, found.unsealed, found.fault) == (40, 0, None)


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite writers take turns")
    monkeypatch.setattr("regulars.base.audit.sealing.TRIES", 2)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        early = record("customer.see", actor="owner")
        late = pool.submit(closing, lambda: record("customer.see", actor="owner")).result()
        with pytest.raises(NotSettled):
            pool.submit(closing, seal).result()

    seal()

    block = AuditBlock.objects.get()
    assert (block.first, block.last, block.count) == (early.pk, late.pk, 2)
    assert verify().fault is None


def closing(call: Callable[[], Made]) -> Made:
    """What a thread does, which leaves no connection behind."""
    try:
        return call()
    finally:
        connections.close_all()


@pytest.mark.parametrize("table", ["audit_block", "audit_checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = number + 100", "DELETE FROM {}"])
def test_the_database_refuses_to_change_blocks_and_checkpoints(table: str, statement: str) -> None:
    guard.install(connection)
    record("customer.see", actor="owner")
    seal()
    AuditCheckpoint.objects.create(number=1, hash=b"", last=1, entries=1, at=timezone.now(), signature=b"")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_thousandth_entry_asks_for_a_block_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.services.SEAL_EACH", 1)

    record("customer.see", actor="owner")
    record("customer.see", actor="owner")

    assert list(Job.objects.values_list("name", flat=True)) == ["audit.seal"]
