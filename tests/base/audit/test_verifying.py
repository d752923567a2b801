"""Whoever changes, removes, adds or reorders what was sealed is found, even with the triggers off."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from regulars.base.audit import guard
from regulars.base.audit.chain import Block, block_hash
from regulars.base.audit.checkpoints import current, parsed, written
from regulars.base.audit.errors import CheckpointInvalid
from regulars.base.audit.faults import Fault, Kind
from regulars.base.audit.models import AuditBlock, AuditEntry, AuditOrigin, AuditSubject, AuditText
from regulars.base.audit.reading import read
from regulars.base.audit.sealing import head, seal
from regulars.base.audit.services import erase_origins, erase_texts, record
from regulars.base.audit.verifying import verify, verify_and_note
from regulars.base.web import trail

pytestmark = pytest.mark.django_db
Written = list[int]


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """Six entries in three blocks, with the triggers off as an attacker would leave them."""
    monkeypatch.setattr("regulars.base.audit.sealing.BLOCK_ENTRIES", 2)
    token = trail.origin.set(trail.Origin("203.0.113.7", "Firefox, Linux"))
    rows = [
        record(
            "customer.search", actor="user:3", object_type="customer", keys=[n, n + 1], fields=["email"], text=f"t{n}"
        )
        for n in range(6)
    ]
    trail.origin.reset(token)
    seal()
    guard.remove(connection)
    yield [row.pk for row in rows]
    guard.install(connection)


def change(**fields: Any) -> Callable[[int], object]:
    return lambda id_: AuditEntry.objects.filter(pk=id_).update(**fields)


ENTRY_CHANGES: dict[str, Callable[[int], object]] = {
    "at": change(at=datetime(2020, 1, 1, tzinfo=UTC)),
    "actor": change(actor="user:4"),
    "action": change(action="customer.see"),
    "object_type": change(object_type=""),
    "fields": change(fields=[]),
    "count": change(subject_count=1),
    "text_hash": change(text_hash=bytes(32)),
    "no text": change(text_hash=None),
    "origin": change(origin=None),
    "subject removed": lambda id_: AuditSubject.objects.filter(entry_id=id_).first().delete(),  # type: ignore[union-attr]
    "subject changed": lambda id_: AuditSubject.objects.filter(entry_id=id_, key=2).update(key=99),
    "subject added": lambda id_: AuditSubject.objects.create(entry_id=id_, key=77),
}  # fmt: skip


def test_what_nobody_touched_is_as_it_was_sealed(sealed: Written) -> None:
    record("customer.see", actor="owner")

    found = verify()

    assert (found.blocks, found.entries, found.unsealed, found.texts, found.erased) == (3, 6, 1, 6, 0)
    assert (found.fault, found.agrees) == (None, None)


@pytest.mark.parametrize("what", ENTRY_CHANGES)
def test_a_changed_entry_is_named(sealed: Written, what: str) -> None:
    ENTRY_CHANGES[what](sealed[2])

    assert verify().fault == Fault(Kind.ENTRY_CHANGED, 2, sealed[2])


@pytest.mark.parametrize("place", range(6))
def test_a_removed_entry_is_named(sealed: Written, place: int) -> None:
    AuditEntry.objects.filter(pk=sealed[place]).delete()

    assert verify().fault == Fault(Kind.ENTRY_REMOVED, place // 2 + 1, sealed[place])


def test_an_entry_that_vanished_with_all_beside_it_is_named(sealed: Written) -> None:
    AuditEntry.objects.filter(pk=sealed[3]).delete()
    for side in (AuditSubject, AuditText):
        side.objects.filter(entry_id=sealed[3]).delete()

    assert verify().fault == Fault(Kind.ENTRY_REMOVED, 2, sealed[3])


def test_an_added_entry_is_named(sealed: Written) -> None:
    AuditEntry.objects.create(pk=sealed[0] - 1, actor="owner", action="customer.see")

    assert verify().fault == Fault(Kind.ENTRY_ADDED, 1, sealed[0] - 1)


def test_two_entries_that_changed_places_are_named(sealed: Written) -> None:
    one, other = AuditEntry.objects.get(pk=sealed[0]), AuditEntry.objects.get(pk=sealed[1])
    one.pk, other.pk = other.pk, one.pk
    one.save()
    other.save()

    assert verify().fault == Fault(Kind.ENTRY_CHANGED, 1, sealed[0])


def test_a_changed_text_is_named_and_an_erased_one_is_counted(sealed: Written) -> None:
    erase_texts(values=["t1"])
    assert (verify().fault, verify().erased) == (None, 1)

    AuditText.objects.filter(entry_id=sealed[4]).update(text="something else")

    assert verify().fault == Fault(Kind.TEXT_CHANGED, 3, sealed[4])


def test_a_changed_origin_is_named_and_an_erased_one_is_counted(sealed: Written) -> None:
    AuditOrigin.objects.filter(address="203.0.113.7").update(address="198.51.100.1")
    assert verify().fault == Fault(Kind.ORIGIN_CHANGED, 1, sealed[0])

    erase_origins("198.51.100.1")

    found = verify()
    assert (found.fault, found.origins_erased) == (None, 6)


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_block_is_named(sealed: Written, number: int) -> None:
    AuditBlock.objects.filter(number=number).delete()

    assert verify().fault == Fault(Kind.BLOCK_REMOVED, number)


def test_a_changed_block_is_named(sealed: Written) -> None:
    AuditBlock.objects.filter(number=2).update(sealed_at=F("sealed_at"), hash=bytes(32))

    assert verify().fault == Fault(Kind.BLOCK_CHANGED, 2)


def test_blocks_that_changed_places_are_named(sealed: Written) -> None:
    for was, now in ((1, 9), (2, 1), (9, 2)):
        AuditBlock.objects.filter(number=was).update(number=now)

    assert verify().fault == Fault(Kind.BLOCK_REORDERED, 1)


def test_leaves_alone_prove_nothing(sealed: Written) -> None:
    AuditBlock.objects.update(leaves=b"broken")

    assert verify().fault is None


def rewrite() -> None:
    """What somebody does who can write to the database, and knows how blocks are made."""
    previous = bytes(32)
    for row in AuditBlock.objects.order_by("number"):
        leaves = [one.leaf for one in read(row.first - 1, row.last) if one.leaf]
        row.previous = previous
        row.hash = previous = block_hash(
            Block(row.number, row.first, row.last, row.count, row.sealed_at, previous), leaves
        )
        row.save()


def test_a_rewritten_chain_is_caught_by_a_checkpoint_kept_elsewhere(sealed: Written) -> None:
    kept = current()
    AuditEntry.objects.filter(pk=sealed[0]).update(actor="user:9")
    rewrite()

    assert verify().fault is None
    found = verify(kept)
    assert (found.fault, found.agrees) == (Fault(Kind.HISTORY_REWRITTEN, 3), False)


def test_a_cut_chain_is_caught_by_a_checkpoint_kept_elsewhere(sealed: Written) -> None:
    kept = current()
    AuditBlock.objects.filter(number=3).delete()
    AuditEntry.objects.filter(pk__gte=sealed[4]).delete()
    for side in (AuditSubject, AuditText):
        side.objects.filter(entry_id__gte=sealed[4]).delete()

    assert verify().fault is None
    found = verify(kept)
    assert (found.fault, found.agrees) == (Fault(Kind.HISTORY_CUT, 3), False)


def test_history_since_a_checkpoint_agrees(sealed: Written) -> None:
    kept = parsed(json.dumps(written(current())))
    record("customer.see", actor="owner")
    seal()

    found = verify(kept)

    assert (found.blocks, found.agrees, found.fault) == (4, True, None)


@pytest.mark.parametrize(
    "forge",
    [{"block": "2"}, {"hash": "00" * 32}, {"entries": "7"}, {"signature": "00" * 64}, {"at": "x"}, {"block": None}],
)
def test_a_forged_checkpoint_is_refused(sealed: Written, forge: dict[str, Any]) -> None:
    said = written(current()) | forge

    with pytest.raises(CheckpointInvalid):
        parsed(json.dumps(said))


def test_verification_reads_few_rows_at_a_time(sealed: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.base.audit.reading.AT_ONCE", 1)
    monkeypatch.setattr("regulars.base.audit.verifying.AT_ONCE", 1)
    steps: list[tuple[int, int]] = []

    found = verify_and_note(progress=lambda done, total: steps.append((done, total)))

    assert (found.entries, found.fault, head().number) == (6, None, 3)
    assert steps == [(2, 6), (4, 6), (6, 6), (6, 6)]
