"""Turns of the lake's upkeep: what was erased goes first, then compaction, then vacuum. One partition a turn.

Compaction goes on beside the road, which files meanwhile; everything else that needs the writer waits for its end.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from regulars.base.fields.moments import MICROSECOND, now
from regulars.base.lake import Writer
from regulars.base.lake.tables import WHOLE
from regulars.unify.facts import sql
from regulars.unify.facts.tables import CUSTOMERS, EVENTS, TABLES
from regulars.unify.identity.models import LakeErasure

from .decisions import WITHDRAWN_STAYS
from .forgetting import Forgetting
from .memory import give_back

LOOK_SECONDS = 20.0
BULK_LOOK_SECONDS = 60.0
"""While an import is filed: its customers are laid out anew with every look."""
VACUUM_SECONDS = 300.0
SWEEP_SECONDS = 3600.0
VACUUM_AGE = timedelta(minutes=2)
"""Longer than any query may take, so that no reader loses a file."""


class Upkeep:
    """Decides what the lake needs next; called by the loop between two batches."""

    def __init__(self, writer: Writer, flush: Callable[[], None]) -> None:
        self.writer = writer
        self.flush = flush
        self.looked_at = self.swept_at = float("-inf")
        self.vacuumed_at = time.monotonic()
        self.forgetting = Forgetting()
        self.due: list[tuple[str, str]] = []
        self.customers_rewritten = 0
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="upkeep")
        self.compaction: Future[int] | None = None

    def close(self) -> None:
        """Wait for what is going on; nothing may be asked for afterwards."""
        self.beside.shutdown()

    def is_under_way(self) -> bool:
        """Whether the writer is in use beside the road."""
        return self.compaction is not None and not self.compaction.done()

    def finish(self) -> None:
        """Wait until the writer is free; raises what went wrong beside."""
        if self.compaction is not None:
            under_way, self.compaction = self.compaction, None
            under_way.result()
            give_back()

    def turn(self, *, is_bulk: bool = False) -> bool:
        """Take one turn; False if there was nothing to do. `is_bulk`: an import is being filed."""
        if self.is_under_way():
            return False
        self.finish()
        now = time.monotonic()
        if not self.due and now - self.looked_at >= (BULK_LOOK_SECONDS if is_bulk else LOOK_SECONDS):
            self.looked_at = now
            if self.forget():
                return True
            self.due = self.partitions_due()
        if self.due:
            table, partition = self.due.pop()
            dropped = gone_for_good() if table == EVENTS.name else set()
            self.compaction = self.beside.submit(self.writer.compact, table, partition, dropped)
            return True
        if now - self.vacuumed_at >= VACUUM_SECONDS:
            self.vacuum(VACUUM_AGE)
            return True
        return self.forgetting.turn()

    def partitions_due(self) -> list[tuple[str, str]]:
        """Partitions with many small files, and those that hold events of a batch withdrawn for good."""
        holding: list[str] = []
        if time.monotonic() - self.swept_at >= SWEEP_SECONDS and (gone := gone_for_good()):
            self.swept_at = time.monotonic()
            holding = self.writer.partitions_with(EVENTS.name, batches=gone)
        return [*self.writer.partitions_due(), *((EVENTS.name, partition) for partition in holding)]

    def forget(self) -> bool:
        """Rewrite one partition that holds rows of an erased person; False if there is none."""
        pending = list(LakeErasure.objects.filter(rewritten_at=None).order_by("position"))
        if not pending:
            return False
        # Facts filed before the erasure must be there to be found.
        self.flush()
        keys = {key for erasure in pending for key in erasure.keys}
        hashes = {bytes.fromhex(text): erasure.position for erasure in pending for text in erasure.hashes}
        if self.customers_rewritten < pending[-1].position:
            # Who stays may have said less before: of customers all older rows go, whosever they are.
            self.writer.erase(CUSTOMERS.name, WHOLE, keys)
            self.customers_rewritten = pending[-1].position
            return True
        for table in TABLES:
            for partition in self.writer.partitions_with(table.name, keys, hashes):
                self.writer.erase(table.name, partition, keys, hashes)
                self.looked_at = float("-inf")
                return True
        positions = [erasure.position for erasure in pending]
        LakeErasure.objects.filter(position__in=positions).update(rewritten_at=now())
        self.vacuumed_at = time.monotonic() - VACUUM_SECONDS + VACUUM_AGE.total_seconds()
        return True

    def vacuum(self, older_than: timedelta) -> None:
        """Delete files that left the log long enough ago, and note which erasures are through."""
        self.finish()
        self.writer.vacuum(older_than)
        self.vacuumed_at = time.monotonic()
        before = now() - older_than // MICROSECOND
        LakeErasure.objects.filter(rewritten_at__lte=before, vacuumed_at=None).update(vacuumed_at=now())


def gone_for_good() -> set[int]:
    """Batches whose withdrawal can no longer be taken back."""
    before = now() - WITHDRAWN_STAYS
    rows = sql.run(
        "SELECT batch FROM decision WHERE kind = 'withdraw' AND a = 0 AND batch > 0 AND reversed_by = 0"
        " AND decided_at < %s",
        before,
    )
    return {batch for (batch,) in rows}
