"""Makes of a mapping what turns rows of the staged file into facts, a batch at a time."""

from collections.abc import Mapping as Map

import pyarrow as pa

from regulars.collect.files.mapping.columns import Mapping, Row
from regulars.unify.facts.statement import SourceRef


class Compiled:
    """Reads batches of a staged file (columns `row`, `c0` …) into rows; can be pickled for other processes."""

    def __init__(
        self, mapping: Mapping, source: SourceRef, received_at: int, consents: Map[str, bool], evidence: Map[str, str]
    ) -> None:
        self.mapping, self.source, self.received_at = mapping, source, received_at
        self.consents, self.evidence = dict(consents), dict(evidence)

    @property
    def names(self) -> list[str]:
        """The staged columns that are read."""
        return ["row", *(f"c{column.place}" for column in self.mapping.columns if column.target)]

    def __call__(self, batch: pa.RecordBatch | pa.Table) -> list[Row]:
        """One `Row` for each row of the batch, in their order. Never raises for what a cell says."""
        return [Row(row) for row in batch.column("row").to_pylist()]


def compiled(
    mapping: Mapping,
    source: SourceRef,
    *,
    received_at: int,
    consents: Map[str, bool] | None = None,
    evidence: Map[str, str] | None = None,
) -> Compiled:
    """What reads the file's rows. `received_at` (µs) is when it was uploaded.

    `consents` (purpose → answer) are those that the whole file carries, `evidence` how they were given.
    """
    return Compiled(mapping, source, received_at, consents or {}, evidence or {})
