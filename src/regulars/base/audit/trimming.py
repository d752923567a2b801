"""Deletes blocks older than the policy says, and leaves a signed checkpoint from which the chain goes on."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from regulars.base.audit import guard
from regulars.base.audit.chain import Block, block_hash
from regulars.base.audit.checkpoints import sign, stored, trimmed_entries
from regulars.base.audit.errors import TrailBroken
from regulars.base.audit.models import (
    AuditBlock,
    AuditCheckpoint,
    AuditEntry,
    AuditOrigin,
    AuditSubject,
    AuditText,
)
from regulars.base.audit.reading import read
from regulars.base.audit.sealing import Head, head, newest_checkpoint
from regulars.base.audit.services import record
from regulars.base.web import preferences

KEEP_DAYS = "audit.keep_days"
AT_ONCE = 1000


def keep_days() -> int | None:
    """How long entries are kept at least; None: for good."""
    days = preferences.read(KEEP_DAYS)
    return days if isinstance(days, int) and days > 0 else None


def trim(pause: Callable[[], None] = lambda: None) -> int:
    """Delete what was sealed longer ago than the policy says; how many entries went. The last block always stays.

    Each step is one transaction with its checkpoint, so that a crash leaves a trail that can be verified; `pause` is
    called after each.
    Raises TrailBroken.
    """
    days, gone = keep_days(), 0
    if days is None:
        return 0
    before = newest_checkpoint() or Head()
    for batch in batches(timezone.now() - timedelta(days=days)):
        gone += delete(batch, after=before.number)
        pause()
    if gone:
        forget_origins()
        record("audit.trim", actor="system", object_type="block", keys=[(newest_checkpoint() or before).number])
    return gone


def batches(before: datetime) -> Iterator[list[AuditBlock]]:
    """Blocks to delete, oldest first, as many at once as hold about a thousand entries."""
    while True:
        old = AuditBlock.objects.filter(sealed_at__lt=before, number__lt=head().number).order_by("number")
        batch: list[AuditBlock] = []
        for row in old[:AT_ONCE].iterator(chunk_size=50):
            if batch and sum(one.count for one in batch) + row.count > AT_ONCE:
                break
            batch.append(row)
        if not batch:
            return
        yield batch


def delete(batch: list[AuditBlock], *, after: int) -> int:
    """Delete these blocks and all that they hold; checkpoints of this run, numbered above `after`, become one."""
    last = batch[-1]
    checkpoint = sign(last.number, bytes(last.hash), last.last, trimmed_entries() + sum(one.count for one in batch))
    with guard.lifted(connection):
        check_unbroken(batch)
        AuditCheckpoint.objects.filter(number__gt=after).delete()
        AuditCheckpoint.objects.create(
            number=checkpoint.number,
            hash=checkpoint.hash,
            last=checkpoint.last,
            entries=checkpoint.entries,
            at=checkpoint.at,
            signature=checkpoint.signature,
        )
        AuditBlock.objects.filter(number__lte=last.number).delete()
        for side in (AuditSubject, AuditText):
            side.objects.filter(entry_id__lte=last.last).delete()
        AuditEntry.objects.filter(id__lte=last.last).delete()
    return sum(one.count for one in batch)


def check_unbroken(batch: list[AuditBlock]) -> None:
    """Raises TrailBroken: what was tampered with is evidence."""
    start = stored()
    after, previous = (start[-1].last, start[-1].hash) if start else (0, bytes(32))
    for row in batch:
        leaves = [one.leaf for one in read(after, row.last)]
        block = Block(row.number, row.first, row.last, row.count, row.sealed_at, previous)
        if None in leaves or block_hash(block, [leaf for leaf in leaves if leaf]) != bytes(row.hash):
            raise TrailBroken
        after, previous = row.last, bytes(row.hash)


def forget_origins() -> None:
    """Where deleted entries came from."""
    used = AuditEntry.objects.filter(origin=OuterRef("hash"))
    AuditOrigin.objects.filter(~Exists(used)).delete()
