"""Which files of a partition are worth merging now, so that files stay few and bytes are not rewritten often."""

from collections.abc import Sequence

from regulars.base.lake.log import DataFile
from regulars.base.lake.parts import TARGET_BYTES

SMALL_BYTES = TARGET_BYTES * 3 // 4  # a file above this is left alone
GROWTH = 2  # a file is merged with smaller ones that together have at least 1/GROWTH of its bytes
LONG_TAIL = 200_000  # rows of a tail, above which every question over its table slows


def mergeable(files: Sequence[DataFile]) -> list[DataFile]:
    """The smaller files of a partition, up to the first that outweighs them: each byte is rewritten O(log n) times."""
    run = sorted((file for file in files if file.size < SMALL_BYTES), key=lambda file: file.size)
    total = sum(file.size for file in run)
    while run and run[-1].size > GROWTH * (total - run[-1].size):
        total -= run.pop().size
    while total > TARGET_BYTES:
        total -= run.pop().size
    return run


def tail_is_long(tail: Sequence[DataFile], base: Sequence[DataFile]) -> bool:
    """Whether a tail is worth merging into its base, which rewrites the base's partition."""
    rows = sum(file.rows for file in tail)
    return rows > LONG_TAIL or rows * 4 >= sum(file.rows for file in base)
