"""Trimming deletes whole blocks and leaves a signed checkpoint from which the chain goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from regulars.base.audit import guard
from regulars.base.audit.checkpoints import Checkpoint, current, sign, stored
from regulars.base.audit.errors import NothingSealed, TrailBroken
from regulars.base.audit.faults import Fault, Kind
from regulars.base.audit.models import (
    AuditBlock,
    AuditCheckpoint,
    AuditEntry,
    AuditOrigin,
    AuditSubject,
    AuditText,
)
from regulars.base.audit.sealing import head, seal
from regulars.base.audit.services import record
from regulars.base.audit.trimming import trim
from regulars.base.audit.verifying import verify
from regulars.base.web import preferences, trail

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.fixture
def three_months(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[int, list[int]]]:
    """Entries of April, May and June by month, each sealed in a block or two; it is the tenth of June."""
    monkeypatch.setattr("regulars.base.audit.sealing.BLOCK_ENTRIES", 2)
    guard.install(connection)
    preferences.write("audit.keep_days", 30, actor="owner")
    written: dict[int, list[int]] = {}
    for month in (4, 5, 6):
        with time_machine.travel(datetime(2026, month, 5, tzinfo=UTC), tick=False):
            token = trail.origin.set(trail.Origin(f"203.0.113.{month}"))
            written[month] = [record("customer.see", actor="owner", keys=[n], text="t").pk for n in range(3)]
            trail.origin.reset(token)
            seal()
    with time_machine.travel(JUNE, tick=False):
        yield written


def test_without_a_policy_everything_stays(three_months: dict[int, list[int]]) -> None:
    preferences.write("audit.keep_days", None, actor="owner")

    assert trim() == 0
    assert stored() == []


def test_trim_deletes_old_blocks_with_all_that_they_held(three_months: dict[int, list[int]]) -> None:
    before = current()

    gone = trim()

    left = set(AuditEntry.objects.filter(action="customer.see").values_list("id", flat=True))
    assert left == set(three_months[6])
    assert gone == 7  # with the line that says that the policy was set
    for side in (AuditSubject, AuditText):
        kept = side.objects.values_list("entry_id", flat=True)
        assert set(kept) - set(three_months[6]) <= {AuditEntry.objects.latest("id").pk}
    assert set(AuditOrigin.objects.values_list("address", flat=True)) == {"203.0.113.6"}
    assert (head().number, head().hash) == (before.number, before.hash)


def test_trim_leaves_one_signed_checkpoint_from_which_the_trail_is_verified(
    three_months: dict[int, list[int]],
) -> None:
    trim()
    seal()

    (checkpoint,) = stored()
    found = verify()
    assert checkpoint.is_ours
    assert (checkpoint.last, checkpoint.entries) == (three_months[5][-1], 7)
    assert (found.fault, found.trimmed, found.entries) == (None, 7, 4)
    assert current().entries == 11


def test_trim_writes_a_line(three_months: dict[int, list[int]]) -> None:
    trim()

    last = AuditEntry.objects.latest("id")
    assert (last.action, last.actor) == ("audit.trim", "system")


def test_the_last_block_stays_however_old(three_months: dict[int, list[int]]) -> None:
    with time_machine.travel(datetime(2027, 6, 5, tzinfo=UTC), tick=False):
        trim()

        assert AuditBlock.objects.count() == 1
        assert verify().fault is None


def test_a_checkpoint_kept_elsewhere_agrees_after_trimming(three_months: dict[int, list[int]]) -> None:
    kept = current()
    trim()

    assert verify(kept).agrees is True
    (left,) = stored()
    assert verify(left).agrees is True


def test_a_checkpoint_of_a_block_that_was_trimmed_says_nothing(
    three_months: dict[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    early = checkpoint_of_the_first_block()
    trim()

    found = verify(early)

    assert (found.agrees, found.fault) == (None, None)


def checkpoint_of_the_first_block() -> Checkpoint:
    first = AuditBlock.objects.get(number=1)
    return sign(1, bytes(first.hash), first.last, first.count)


def test_a_checkpoint_that_somebody_else_wrote_is_named(three_months: dict[int, list[int]]) -> None:
    trim()
    guard.remove(connection)
    AuditCheckpoint.objects.update(entries=3)
    guard.install(connection)

    assert verify().fault == Fault(Kind.CHECKPOINT_CHANGED, stored()[0].number)


def test_what_was_tampered_with_is_never_trimmed(three_months: dict[int, list[int]]) -> None:
    guard.remove(connection)
    AuditEntry.objects.filter(pk=three_months[4][0]).update(actor="system")
    guard.install(connection)

    with pytest.raises(TrailBroken):
        trim()

    assert AuditEntry.objects.filter(pk=three_months[4][0]).exists()


@pytest.mark.parametrize("table", ["audit_entry", "audit_subject", "audit_block", "audit_checkpoint"])
def test_the_trail_is_append_only_again_after_trimming(three_months: dict[int, list[int]], table: str) -> None:
    trim()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_trim_that_breaks_off_leaves_everything(
    three_months: dict[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = AuditEntry.objects.count()

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        trim(pause=die)

    assert AuditEntry.objects.count() == before
    assert (verify().fault, stored()) == (None, [])


def test_a_trim_that_is_paused_goes_on(three_months: dict[int, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.trimming.AT_ONCE", 2)

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        trim(pause=stop)
    assert verify().fault is None

    trim()

    assert (verify().fault, verify().trimmed) == (None, 7)


def test_there_is_no_checkpoint_of_nothing() -> None:
    with pytest.raises(NothingSealed):
        current()
