"""What stands in one column of a staged file."""

import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import folder

ROWS = 200_000


def different(import_id: int, place: int, most: int) -> list[str]:
    """Up to `most` different cells of the first ROWS rows; none where the file is not staged yet."""
    path = folder.folder(import_id) / folder.STAGED
    name = f"c{place}"
    if not path.exists():
        return []
    file = pq.ParquetFile(path)
    if name not in file.schema_arrow.names:
        return []
    batch = next(file.iter_batches(ROWS, columns=[name]), None)
    if batch is None:
        return []
    counted = pc.value_counts(batch.column(0).drop_null()).to_pylist()
    return [str(one["values"]) for one in sorted(counted, key=lambda one: -one["counts"])[:most]]


def is_blank(import_id: int, place: int) -> bool:
    """Whether nobody filled a column in; not as long as the file is not staged."""
    path = folder.folder(import_id) / folder.STAGED
    name = f"c{place}"
    if not path.exists() or name not in pq.read_schema(path).names:
        return False
    cells = pq.read_table(path, columns=[name]).column(name)
    return bool(cells.null_count == len(cells))
