"""Delta tables on any object-store URL: one writer that commits in order, exactly once, and engines that read them.

Knows no Django and no product words; the only package that imports duckdb, deltalake and pyspark.
"""

from regulars.base.lake.engine import Engine
from regulars.base.lake.lake import Lake
from regulars.base.lake.lease import FileLease
from regulars.base.lake.status import TableStatus
from regulars.base.lake.tables import Table
from regulars.base.lake.writer import Writer

__all__ = ["Engine", "FileLease", "Lake", "Table", "TableStatus", "Writer"]
