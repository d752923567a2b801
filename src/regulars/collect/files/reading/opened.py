"""A file that has been opened: its rows in blocks, and what was noticed on the way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .tables import Cells, Format, Notice, Remark

MOST_ROWS_TOLD = 5

Row = Sequence[str | None]
Block = tuple[Sequence[int], list[Row]]
"""Rows with their numbers. A row may have any number of cells; an empty text is an empty cell, as is None."""
Key = tuple[Notice, int | None]


class Notices:
    """What was noticed, counted; only the first rows are kept."""

    def __init__(self) -> None:
        self.counts: dict[Key, int] = {}
        self.rows: dict[Key, list[int]] = {}

    def add(
        self, notice: Notice, column: int | None = None, rows: Sequence[int] = (), count: int | None = None
    ) -> None:
        """So many more of these; `count` where their rows are not known."""
        key = notice, column
        self.counts[key] = self.counts.get(key, 0) + (len(rows) if count is None else count)
        told = self.rows.setdefault(key, [])
        told.extend(rows[: MOST_ROWS_TOLD - len(told)])

    def remarks(self) -> tuple[Remark, ...]:
        """Those that concern all columns first."""
        keys = sorted(self.counts, key=lambda key: (-1 if key[1] is None else key[1], key[0].value))
        return tuple(Remark(key[0].value, key[1], tuple(self.rows[key]), self.counts[key]) for key in keys)


def nothing_known() -> float:
    return 0.0


@dataclass
class Opened:
    """A file whose rows are about to be read, once.

    `heads` are None where the first rows have to tell; `share` is how much of the file has been read (0–1, 0 where
    that is not known).
    """

    format: Format
    blocks: Iterator[Block]
    notices: Notices = field(default_factory=Notices)
    heads: Cells | None = None
    encoding: str = ""
    encodings: dict[str, float] = field(default_factory=dict)
    delimiter: str = ""
    quote: str = ""
    sheets: Cells = ()
    sheet: str = ""
    share: Callable[[], float] = nothing_known
