"""Gives a file's rows their shape: heads found or numbered, each row as wide as they are, blank rows left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .errors import Empty, TooWide
from .heads import header_row_in, named, origin_of, width_of
from .opened import Block, Notices, Row
from .tables import MOST_COLUMNS, Cells, Notice


@dataclass
class Shaped:
    """A table: heads, and blocks whose rows all have their width."""

    heads: Cells
    header_row: int
    blocks: Iterator[Block]
    notices: Notices = field(default_factory=Notices)

    @property
    def origin(self) -> str:
        return origin_of(self.heads)


def shape(blocks: Iterator[Block], heads: Cells | None, header_row: int | None, notices: Notices) -> Shaped:
    """The rows under their heads. Raises Empty where there is no row at all, TooWide."""
    first = next((block for block in blocks if any(map(any, block[1]))), None)
    if heads is not None:
        check_width(len(heads))
        every = chain([first], blocks) if first else iter(())
        return Shaped(heads, 0, even(every, len(heads), notices), notices)
    if first is None:
        raise Empty
    row = header_row_in(first) if header_row is None else header_row
    first, head = parted(first, blocks, row)
    width = width_of(first[1], head)
    check_width(width)
    found = named(head, width, notices, row)
    return Shaped(found, row, even(chain([first], blocks), width, notices), notices)


def parted(first: Block, blocks: Iterator[Block], header_row: int) -> tuple[Block, Row]:
    """The rows below the heads, and the heads. Raises Empty where the file ends before them."""
    if header_row == 0:
        return first, ()
    while first[0][-1] < header_row:
        following = next(blocks, None)
        if following is None:
            raise Empty
        first = following
    place = next((at for at, number in enumerate(first[0]) if number >= header_row), 0)
    is_there = first[0][place] == header_row
    rest = place + is_there
    return (first[0][rest:], first[1][rest:]), first[1][place] if is_there else ()


def check_width(width: int) -> None:
    if width > MOST_COLUMNS:
        raise TooWide(width, MOST_COLUMNS)


def even(blocks: Iterator[Block], width: int, notices: Notices) -> Iterator[Block]:
    """The same rows, each of this width; those without a filled cell are left out."""
    for numbers, rows in blocks:
        if not all(map(any, rows)):
            kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if any(row)]
            numbers, rows = [number for number, _ in kept], [row for _, row in kept]  # noqa: PLW2901
        if set(map(len, rows)) - {width}:
            rows = [fitted(row, width, number, notices) for number, row in zip(numbers, rows, strict=True)]  # noqa: PLW2901
        if rows:
            yield numbers, rows


def fitted(row: Row, width: int, number: int, notices: Notices) -> Row:
    """A row with just so many cells."""
    if len(row) == width:
        return row
    if len(row) > width:
        if any(row[width:]):
            notices.add(Notice.LONGER, None, [number])
        return row[:width]
    notices.add(Notice.SHORTER, None, [number])
    return [*row, *([None] * (width - len(row)))]


def first_rows(blocks: Iterator[Block], most: int) -> list[Sequence[str | None]]:
    """The first rows of a table, read no further than need be."""
    rows: list[Sequence[str | None]] = []
    for _, some in blocks:
        rows.extend(some[: most - len(rows)])
        if len(rows) >= most:
            break
    return rows
