"""One Delta table's log: creating it, committing to it durably, checkpointing, and forgetting what is out of it."""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema, Transaction
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, RemoveAction

from regulars.base.lake.errors import CommitRefused, TableRefused
from regulars.base.lake.store import LOG, Store
from regulars.base.lake.tables import WHOLE, Table

APPLICATION = "regulars"  # under this name the log keeps the last committed position
CHECKPOINT_EVERY = 25  # commits; a longer tail of entries makes each commit slower
_POINTER = f"{LOG}/_last_checkpoint"
_KEPT = re.compile(r"(\d{20})\.(json|checkpoint\.parquet)")
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


@dataclass(frozen=True)
class DataFile:
    """A file in the log: its path within the table, partition, bytes and rows."""

    path: str
    partition: str
    size: int
    rows: int


class DeltaLog:
    """The log of one Delta table. Reading is free to all; only the holder of the lease may change it."""

    def __init__(self, name: str, table: Table, store: Store, storage_options: dict[str, str] | None = None) -> None:
        self.name, self.table, self.store = name, table, store
        self._options = storage_options
        self._delta: DeltaTable | None = None
        self._entry: str | None = None

    # --- reading

    def refresh(self) -> bool:
        """Read the newest state; returns whether it changed. A table that does not exist yet has no files."""
        entry = self.store.newest_entry()
        if entry == self._entry:
            return False
        self._delta = DeltaTable(self.store.url, storage_options=self._options) if entry else None
        self._entry = entry
        return True

    @property
    def version(self) -> int:
        return self._delta.version() if self._delta else -1

    @property
    def position(self) -> int:
        """The last committed position, 0 before the first."""
        return (self._delta.transaction_version(APPLICATION) or 0) if self._delta else 0

    def files(self) -> list[DataFile]:
        """The files of the state last read."""
        if self._delta is None:
            return []
        added = pa.table(self._delta.get_add_actions(flatten=True))
        if self.table.partition_by:
            partitions = added[f"partition.{self.table.partition_by}"].to_pylist()
        else:
            partitions = [WHOLE] * added.num_rows
        columns = (added["path"].to_pylist(), partitions, added["size_bytes"].to_pylist())
        return [DataFile(*row) for row in zip(*columns, added["num_records"].to_pylist(), strict=True)]

    def has_narrow_files(self) -> bool:
        """Whether a file was written before the table had all of its columns."""
        wanted = set(self.table.file_schema.names)
        return any(not wanted <= self._columns(file) for file in self.files())

    def _columns(self, file: DataFile) -> set[str]:
        with self.store.files.open_input_file(file.path) as opened:
            return set(pq.read_schema(opened).names)

    def uri(self, file: DataFile) -> str:
        return f"{self.store.url}/{file.path}"

    # --- changing

    def open(self) -> None:
        """Mend what a power cut tore, create the table if it is missing, add the columns that it lacks."""
        mend(self.store)
        self.refresh()
        if self._delta is None:
            self._create()
            self.store.sync_place()
        elif new := self._new_columns(self._delta):
            self._delta.alter.add_columns(Schema.from_arrow(pa.schema(new)).fields)
            self._delta.alter.set_table_properties(self._statistics_property())
        else:
            return
        self.store.sync(f"{LOG}/{name}" for name, _ in self.store.log_files())
        self.refresh()

    def _create(self) -> None:
        DeltaTable.create(
            self.store.url,
            self.table.schema,
            name=self.name,
            partition_by=self.table.partition_by,
            configuration={**self._statistics_property(), "delta.enableExpiredLogCleanup": "false"},
            storage_options=self._options,
        )

    def _statistics_property(self) -> dict[str, str]:
        return {"delta.dataSkippingStatsColumns": ",".join(self.table.statistics)}

    def _new_columns(self, delta: DeltaTable) -> list[pa.Field]:
        wanted = {column.name: column for column in pa.schema(Schema.from_arrow(self.table.schema).to_arrow())}
        there = {column.name: column for column in pa.schema(delta.schema().to_arrow())}
        if unknown := sorted(there.keys() - wanted.keys()):
            raise TableRefused(f"Table {self.name} holds columns that this version lacks: {unknown}. Update Regulars.")
        if other := sorted(name for name in there if there[name].type != wanted[name].type):
            raise TableRefused(f"Table {self.name} holds another type in {other}: rebuild the lake to change it.")
        return [column.with_nullable(True) for name, column in wanted.items() if name not in there]

    def commit(
        self,
        added: Sequence[AddAction],
        removed: Sequence[DataFile] = (),
        *,
        position: int | None = None,
        new_rows: bool = True,
        crash: Callable[[str], None],
    ) -> None:
        """Add and remove files in one entry, and set the position; all of it is durable when this returns.

        `new_rows` False tells those who follow the table that the same rows were only laid out anew.
        """
        assert self._delta is not None
        self.store.sync(part.path for part in added)
        crash("lake.before_commit")
        try:
            self._delta.create_write_transaction(
                [
                    *(replace(part, data_change=new_rows) for part in added),
                    *(_removal(self.table, file, new_rows) for file in removed),
                ],
                mode="append",
                schema=self._delta.schema(),
                partition_by=[self.table.partition_by] if self.table.partition_by else [],
                commit_properties=_transaction(position),
                post_commithook_properties=_NO_HOOKS,
            )
        except CommitFailedError as error:
            self._entry = None
            raise CommitRefused(f"Another program wrote to lake table {self.name}: stop it. ({error})") from error
        crash("lake.after_commit")
        self._entry = f"{self.version + 1:020}.json"
        self.store.sync([f"{LOG}/{self._entry}"])
        crash("lake.after_fsync")
        self._delta.update_incremental()
        if self.version % CHECKPOINT_EVERY == 0:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Write the whole state as one file, so that readers and commits need no entries before it."""
        assert self._delta is not None
        path = _checkpoint_path(self.version)
        if self.store.is_file(path):
            return
        self._delta.create_checkpoint()
        self.store.sync([path, _POINTER])
        self._delta = DeltaTable(self.store.url, storage_options=self._options)

    # --- forgetting

    def vacuum(self, cutoff: int) -> int:
        """Delete files that left the log before `cutoff` (ms), and the entries before the checkpoint; returns files."""
        self.checkpoint()
        live = {file.path for file in self.files()}
        left = dict(self._left())
        gone = [
            path for path, changed in self.store.data_files() if path not in live and left.get(path, changed) <= cutoff
        ]
        deleted = self.store.delete(gone)
        self.store.delete(f"{LOG}/{name}" for name in self._old_entries(cutoff))
        return deleted

    def _left(self) -> Iterator[tuple[str, int]]:
        """Files out of the log, each with the moment when it left, in milliseconds."""
        with self.store.files.open_input_file(_checkpoint_path(self.version)) as file:
            entries = pq.read_table(file, columns=["remove.path", "remove.deletionTimestamp"])
        for row in entries["remove"].drop_null().to_pylist() if "remove" in entries.column_names else ():
            yield row["path"], row["deletionTimestamp"]

    def _old_entries(self, cutoff: int) -> list[str]:
        return [
            name
            for name, changed in self.store.log_files()
            if (match := _KEPT.fullmatch(name)) and int(match[1]) < self.version and changed <= cutoff
        ]


def _checkpoint_path(version: int) -> str:
    return f"{LOG}/{version:020}.checkpoint.parquet"


def _removal(table: Table, file: DataFile, new_rows: bool) -> RemoveAction:
    partition: dict[str, str | None] = {table.partition_by: file.partition} if table.partition_by else {}
    return RemoveAction(file.path, new_rows, time.time_ns() // 1_000_000, file.size, partition)


def _transaction(position: int | None) -> CommitProperties | None:
    if position is None:
        return None
    return CommitProperties(app_transactions=[Transaction(APPLICATION, position)])


def mend(store: Store) -> None:
    """Take away what a power cut left half written: such entries were never synced, so nothing rests on them."""
    if store.local is None:
        return
    names = [name for name, _ in store.log_files()]
    strays = [name for name in names if not _KEPT.fullmatch(name) and f"{LOG}/{name}" != _POINTER]
    entries = [name for name in names if name.endswith(".json") and name not in strays]
    if entries and not _is_whole(store.read(f"{LOG}/{entries[-1]}")):
        strays.append(entries[-1])
    store.delete(f"{LOG}/{name}" for name in [*strays, *_torn_checkpoint(store, names)])


def _is_whole(entry: bytes) -> bool:
    try:
        return bool([json.loads(line) for line in entry.splitlines()])
    except ValueError:
        return False


def _torn_checkpoint(store: Store, names: list[str]) -> list[str]:
    checkpoints = [name for name in names if name.endswith(".checkpoint.parquet")]
    if not checkpoints:
        return []
    with suppress(pa.ArrowInvalid, ValueError), store.files.open_input_file(f"{LOG}/{checkpoints[-1]}") as file:
        pq.read_metadata(file)
        if not store.is_file(_POINTER) or json.loads(store.read(_POINTER)):
            return []
    return [checkpoints[-1], *(["_last_checkpoint"] if store.is_file(_POINTER) else [])]
