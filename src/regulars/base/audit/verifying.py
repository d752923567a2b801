"""Recomputes the whole trail and names the first thing that is not as it was sealed.

Walks through entries and blocks side by side, a thousand entries in memory at a time.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from regulars.base.audit.chain import START, Block, block_hash, origin_hash, unpack
from regulars.base.audit.checkpoints import Checkpoint, stored
from regulars.base.audit.faults import Fault, Found, Kind
from regulars.base.audit.models import AuditBlock, AuditEntry, AuditOrigin, AuditVerification
from regulars.base.audit.reading import LARGEST, Read, read

AT_ONCE = 50
TRIES = 3
Progress = Callable[[int, int], None]


@dataclass
class Verification:
    """What was found; `fault` is None where all is as it was sealed.

    `erased` counts texts, and `origins_erased` entries whose origin was erased. `agrees` says whether a checkpoint
    that was kept elsewhere fits, None where there was none or it names a block that was trimmed since.
    """

    blocks: int = 0
    entries: int = 0
    unsealed: int = 0
    texts: int = 0
    erased: int = 0
    origins_erased: int = 0
    trimmed: int = 0
    agrees: bool | None = None
    fault: Fault | None = None


def verify(kept: Checkpoint | None = None, progress: Progress = lambda _done, _total: None) -> Verification:
    """Recompute everything; compare with a checkpoint that was kept elsewhere, if one is given."""
    for _ in range(TRIES):
        before = [one.number for one in stored()]
        found = Walk(kept, progress).through()
        # What was trimmed meanwhile is no fault.
        if found.fault is None or before == [one.number for one in stored()]:
            break
    return found


def verify_and_note(kept: Checkpoint | None = None, progress: Progress = lambda _done, _total: None) -> Verification:
    """The same, kept for those who ask when the trail was last verified."""
    found = verify(kept, progress)
    AuditVerification.objects.create(
        entries=found.entries,
        blocks=found.blocks,
        erased=found.erased,
        fault=None if found.fault is None else asdict(found.fault),
    )
    return found


@dataclass
class Walk:
    """One way through the trail."""

    kept: Checkpoint | None
    progress: Progress
    found: Verification = field(default_factory=Verification)
    number: int = 0
    previous: bytes = START
    last: int = 0
    origins: set[bytes] = field(default_factory=set)
    changed_origins: set[bytes] = field(default_factory=set)

    def through(self) -> Verification:
        """From the first block to the newest entry, or to the first fault."""
        try:
            self.begin()
            self.walk()
            self.compare_the_end()
        except Found as end:
            self.found.fault = end.fault
        if self.kept and self.found.fault:
            is_about_it = self.found.fault.kind in (Kind.HISTORY_CUT, Kind.HISTORY_REWRITTEN)
            self.found.agrees = False if is_about_it else self.found.agrees
        return self.found

    def begin(self) -> None:
        """Start where the trail was trimmed."""
        for one in stored():
            if not one.is_ours:
                raise Found(Fault(Kind.CHECKPOINT_CHANGED, one.number))
            self.number, self.previous, self.last = one.number, one.hash, one.last
            self.found.trimmed = one.entries
            self.compare(one.number, one.hash)
        for row in AuditOrigin.objects.values_list("hash", "salt", "address", "client").iterator():
            hash_ = bytes(row[0])
            self.origins.add(hash_)
            if hash_ != origin_hash(bytes(row[1]), row[2], row[3]):
                self.changed_origins.add(hash_)

    def walk(self) -> None:
        """Blocks and entries side by side."""
        newest = AuditBlock.objects.order_by("-number").values_list("number", flat=True).first() or 0
        total = AuditEntry.objects.count()
        entries = Ahead(read(-LARGEST))
        for row in blocks(newest):
            self.check_order(row)
            self.check_content(row, list(entries.until(row.last)))
            self.number, self.previous, self.last = row.number, bytes(row.hash), row.last
            self.found.blocks += 1
            self.progress(self.found.entries, total)
        for entry in entries.until(LARGEST):
            if entry.id <= self.last:
                raise Found(Fault(Kind.ENTRY_ADDED, self.number, entry.id))
            if entry.leaf is not None:  # else it was added since we read the entries
                self.check_side(entry)
                self.found.unsealed += 1
        self.progress(total, total)

    def check_order(self, row: AuditBlock) -> None:
        if row.number <= self.number:
            raise Found(Fault(Kind.BLOCK_ADDED, row.number))
        if row.number != self.number + 1:
            raise Found(Fault(Kind.BLOCK_REMOVED, self.number + 1))
        if bytes(row.previous) != self.previous:
            raise Found(Fault(Kind.BLOCK_REORDERED, row.number))

    def check_content(self, row: AuditBlock, entries: list[Read]) -> None:
        leaves = {one.id: one.leaf for one in entries if one.leaf is not None}
        head = Block(row.number, row.first, row.last, row.count, row.sealed_at, bytes(row.previous))
        if len(leaves) != len(entries) or block_hash(head, leaves.values()) != bytes(row.hash):
            raise Found(culprit(row, {one.id: one.leaf or b"" for one in entries}))
        for entry in entries:
            self.check_side(entry)
        self.found.entries += len(entries)
        self.compare(row.number, bytes(row.hash))

    def check_side(self, entry: Read) -> None:
        """What may be erased, but not changed."""
        if entry.text_fits is False:
            raise Found(Fault(Kind.TEXT_CHANGED, self.number + 1, entry.id))
        if entry.origin in self.changed_origins:
            raise Found(Fault(Kind.ORIGIN_CHANGED, self.number + 1, entry.id))
        self.found.texts += entry.has_text
        self.found.erased += entry.has_text and entry.text_fits is None
        self.found.origins_erased += entry.origin is not None and entry.origin not in self.origins

    def compare(self, number: int, hash_: bytes) -> None:
        """With the checkpoint that was kept elsewhere, once its block is there."""
        if self.kept is None or self.kept.number != number:
            return
        if self.kept.hash != hash_:
            raise Found(Fault(Kind.HISTORY_REWRITTEN, number))
        self.found.agrees = True

    def compare_the_end(self) -> None:
        if self.kept is not None and self.kept.number > self.number:
            raise Found(Fault(Kind.HISTORY_CUT, self.kept.number))


def culprit(row: AuditBlock, leaves: dict[int, bytes]) -> Fault:
    """The first entry that is not as it was sealed; of one that is gone, only what stood beside it may be left."""
    sealed = dict(unpack(bytes(row.leaves)))
    for id_ in sorted(sealed.keys() | leaves.keys()):
        if id_ not in sealed:
            return Fault(Kind.ENTRY_ADDED, row.number, id_)
        if not leaves.get(id_):
            return Fault(Kind.ENTRY_REMOVED, row.number, id_)
        if leaves[id_][:8] != sealed[id_]:
            return Fault(Kind.ENTRY_CHANGED, row.number, id_)
    return Fault(Kind.BLOCK_CHANGED, row.number)


def blocks(until: int) -> Iterator[AuditBlock]:
    """Blocks by number, a few in memory at a time."""
    after = -LARGEST
    while rows := list(AuditBlock.objects.filter(number__gt=after, number__lte=until).order_by("number")[:AT_ONCE]):
        yield from rows
        after = rows[-1].number


class Ahead:
    """Entries by id, handed out up to where a block ends."""

    def __init__(self, entries: Iterator[Read]) -> None:
        self.entries = entries
        self.next: Read | None = next(entries, None)

    def until(self, last: int) -> Iterator[Read]:
        """Those with id ≤ `last` that were not handed out yet."""
        while self.next is not None and self.next.id <= last:
            found, self.next = self.next, next(self.entries, None)
            yield found
