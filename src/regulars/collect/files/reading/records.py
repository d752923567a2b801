"""Things that name their values themselves, as a table: the names that occur become its heads, in their order."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from .errors import Empty, TooWide
from .opened import Block
from .tables import LONGEST_CELL, MOST_COLUMNS, Cells

Record = tuple[int, Mapping[str, str | None]]
FIRST_ROWS, MOST_ROWS = 100, 1_000


def heads_in(records: Iterator[Record]) -> Cells:
    """All names. Raises Empty where there is nothing, TooWide."""
    heads: dict[str, None] = {}
    for _, record in records:
        heads.update(dict.fromkeys(record))
        if len(heads) > MOST_COLUMNS:
            raise TooWide(len(heads), MOST_COLUMNS)
    if not heads:
        raise Empty
    return tuple(heads)


def blocks(records: Iterator[Record], heads: Cells) -> Iterator[Block]:
    """The records as rows; names that are none of the heads are left out."""
    most = FIRST_ROWS if len(heads) < 1000 else 10
    while some := list(islice(records, most)):
        yield [number for number, _ in some], [[clip(one.get(head)) for head in heads] for _, one in some]
        most = max(1, min(MOST_ROWS, 1_000_000 // len(heads)))


def clip(value: str | None) -> str | None:
    return value[:LONGEST_CELL] if value else None


def first(make: Callable[[], Iterator[Record]], most: int | None) -> Iterator[Record]:
    return islice(make(), most)
