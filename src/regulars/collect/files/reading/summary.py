"""What is known of a column once it has been read: how much of it is filled, how many values, how long, what like."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .tables import Cells, Column

EXACT = 4_096
SKETCHES = 8_000_000
"""So many hashes are kept for all columns together."""
SAMPLES = 5
LONGEST_SAMPLE = 200
SPAN = 2.0**64


class Summary:
    """Counts of one column. Different values are counted exactly up to EXACT, then by the k smallest hashes
    (Bar-Yossef et al. 2002, "Counting distinct elements in a data stream"), within some 2 %."""

    def __init__(self, columns: int) -> None:
        self.most = max(64, min(EXACT, SKETCHES // max(columns, 1)))
        self.filled = 0
        self.shortest = 0
        self.longest = 0
        self.samples: list[str] = []
        self.few: set[int] = set()
        self.smallest: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None

    def add(self, values: Sequence[str | None], cells: pa.Array) -> None:
        """One more block: as Python has it, and as Arrow has it."""
        filled = len(cells) - cells.null_count
        if not filled:
            return
        lengths = pc.min_max(pc.utf8_length(cells)).as_py()
        self.shortest = min(self.shortest, lengths["min"]) if self.filled else lengths["min"]
        self.longest = max(self.longest, lengths["max"])
        self.filled += filled
        if len(self.samples) < SAMPLES:
            self.take_samples(values)
        self.take_hashes(values, filled)

    def take_samples(self, values: Sequence[str | None]) -> None:
        for value in values:
            short = value[:LONGEST_SAMPLE] if value else ""
            if short and short not in self.samples:
                self.samples.append(short)
            if len(self.samples) == SAMPLES:
                return

    def take_hashes(self, values: Sequence[str | None], filled: int) -> None:
        given = values if filled == len(values) else [value for value in values if value is not None]
        if self.smallest is None:
            self.few.update(map(hash, given))
            if len(self.few) > self.most:
                self.smallest = np.sort(np.fromiter(self.few, np.int64))[: self.most]
                self.few.clear()
            return
        hashes = np.fromiter(map(hash, given), np.int64, filled)
        hashes = hashes[hashes < self.smallest[-1]]
        if len(hashes):
            self.smallest = np.unique(np.concatenate([self.smallest, hashes]))[: self.most]

    @property
    def distinct(self) -> int:
        if self.smallest is None:
            return len(self.few)
        share = (float(self.smallest[-1]) + SPAN / 2) / SPAN
        return min(self.filled, round((self.most - 1) / share))

    def column(self, head: str) -> Column:
        return Column(head, self.filled, self.distinct, self.shortest, self.longest, tuple(self.samples))


def columns_of(heads: Cells, summaries: Sequence[Summary]) -> tuple[Column, ...]:
    return tuple(summary.column(head) for head, summary in zip(heads, summaries, strict=True))
