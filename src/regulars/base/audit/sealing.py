"""Seals entries into blocks, each chained to the one before.

An id below others may be committed after them on PostgreSQL, so only settled ids are sealed: those up to which nobody's
transaction can add one any more. On SQLite writers take turns, and every id is settled once it is seen.
"""

import time
from dataclasses import dataclass
from itertools import islice

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from regulars.base.audit.chain import START, Block, block_hash, pack
from regulars.base.audit.errors import NotSettled
from regulars.base.audit.models import AuditBlock, AuditCheckpoint, AuditEntry
from regulars.base.audit.reading import read

BLOCK_ENTRIES = 1000
TRIES, PAUSE_SECONDS = 20, 0.05


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: its last block, or where the trail was trimmed, or nothing yet."""

    number: int = 0
    hash: bytes = START
    last: int = 0


def head() -> Head:
    """The end of the chain as it stands."""
    return newest_block() or newest_checkpoint() or Head()


def newest_block() -> Head | None:
    row = AuditBlock.objects.order_by("-number").values_list("number", "hash", "last").first()
    return None if row is None else Head(row[0], bytes(row[1]), row[2])


def newest_checkpoint() -> Head | None:
    row = AuditCheckpoint.objects.order_by("-number").values_list("number", "hash", "last").first()
    return None if row is None else Head(row[0], bytes(row[1]), row[2])


def seal() -> int:
    """Seal all that is settled; how many blocks were made. Harmless when repeated or done twice at once.

    Raises NotSettled.
    """
    until, made = settled(), 0
    while seal_block(head(), until):
        made += 1
    return made


def seal_block(end: Head, until: int) -> bool:
    """Seal the next entries in one block; False where there are none. Somebody else may be quicker: that counts too."""
    rows = first_entries(end.last, until)
    if not rows:
        return False
    block = Block(end.number + 1, rows[0][0], rows[-1][0], len(rows), timezone.now(), end.hash)
    try:
        with transaction.atomic():
            if head() == end:
                add_block(block, rows)
    except IntegrityError:
        return True
    return True


def first_entries(after: int, until: int) -> list[tuple[int, bytes]]:
    found = ((one.id, one.leaf) for one in read(after, until) if one.leaf is not None)
    return list(islice(found, BLOCK_ENTRIES))


def add_block(block: Block, rows: list[tuple[int, bytes]]) -> None:
    AuditBlock.objects.create(
        number=block.number,
        first=block.first,
        last=block.last,
        count=block.count,
        sealed_at=block.sealed_at,
        previous=block.previous,
        hash=block_hash(block, (leaf for _, leaf in rows)),
        leaves=pack(rows),
    )


def settled() -> int:
    """The id up to which nothing can be added any more. Raises NotSettled."""
    if connection.vendor != "postgresql":
        return newest_entry()
    for wait in [False] * TRIES + [True]:
        try:
            return newest_behind_lock(wait=wait)
        except OperationalError:
            time.sleep(PAUSE_SECONDS)
    raise NotSettled


def newest_behind_lock(*, wait: bool) -> int:
    """Whoever adds an entry locks the table before taking its id, so once nobody holds that lock none is on its way."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Who waits for a lock keeps others from writing; so it is asked for without waiting first.
        cursor.execute("SET LOCAL lock_timeout = '500ms'")
        cursor.execute(f"LOCK TABLE audit_entry IN SHARE MODE{'' if wait else ' NOWAIT'}")
        return newest_entry()


def newest_entry() -> int:
    return AuditEntry.objects.aggregate(newest=Max("id"))["newest"] or 0
