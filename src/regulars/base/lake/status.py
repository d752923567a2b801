"""What the lake holds, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from regulars.base.lake.log import DeltaLog
from regulars.base.lake.tables import Table
from regulars.base.lake.tiers import SMALL_BYTES


@dataclass(frozen=True)
class TableStatus:
    """One table: `position` is the last committed one, `rows` counts every stored row, older ones of a key too."""

    name: str
    version: int
    position: int
    files: int
    small_files: int
    rows: int
    bytes: int
    partitions: int


def table_status(table: Table, logs: Mapping[str, DeltaLog]) -> TableStatus:
    """Read anew from the log."""
    for part in table.parts:
        logs[part].refresh()
    files = [file for part in table.parts for file in logs[part].files()]
    return TableStatus(
        name=table.name,
        version=logs[table.intake].version,
        position=logs[table.intake].position,
        files=len(files),
        small_files=sum(file.size < SMALL_BYTES for file in files),
        rows=sum(file.rows for file in files),
        bytes=sum(file.size for file in files),
        partitions=len({file.partition for file in files}),
    )
