"""The folder of one Delta table, local or on an object store: writing, listing, deleting and syncing its files."""

import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.fs as pafs
from deltalake.fs import DeltaStorageHandler

LOG = "_delta_log"
_ENTRY = re.compile(r"\d{20}\.json")


def local_path(url: str) -> Path | None:
    """The path that a URL means, or None for an object store."""
    if url.startswith("file://"):
        return Path(url.removeprefix("file://"))
    return None if "://" in url else Path(url).absolute()


class _ObjectStore(DeltaStorageHandler):
    """delta-rs takes only bytes where Arrow hands it buffers."""

    def open_output_stream(self, path: str, metadata: dict[str, str] | None = None) -> pa.PythonFile:
        return pa.PythonFile(_BytesOnly(self._handler.open_output_stream(path, metadata)))


class _BytesOnly:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, chunk: Any) -> Any:
        return self._stream.write(bytes(chunk))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Store:
    """Files of one Delta table by their path within it.

    An object store is durable when it answers, so that `sync` only acts on local files.
    """

    def __init__(self, url: str, storage_options: dict[str, str] | None = None) -> None:
        self.local = local_path(url)
        self.url = str(self.local or url)
        if self.local is not None:
            self.files: pafs.FileSystem = pafs.SubTreeFileSystem(self.url, pafs.LocalFileSystem())
        else:
            self.files = pafs.PyFileSystem(_ObjectStore(url, storage_options))

    def create(self, path: str) -> pa.NativeFile:
        """Open a new file for writing; its folder is made."""
        if self.local is not None:
            (self.local / path).parent.mkdir(parents=True, exist_ok=True)
        return self.files.open_output_stream(path)

    def read(self, path: str) -> bytes:
        with self.files.open_input_file(path) as file:
            return bytes(file.read())

    def is_file(self, path: str) -> bool:
        return bool(self.files.get_file_info(path).is_file)

    def delete(self, paths: Iterable[str]) -> int:
        """Delete files and make it durable; returns how many."""
        gone = list(paths)
        for path in gone:
            self.files.delete_file(path)
        if self.local is not None:
            _sync_all({self.local / PurePosixPath(path).parent for path in gone})
        return len(gone)

    def data_files(self) -> Iterator[tuple[str, int]]:
        """Every Parquet file outside the log, with its time of change in milliseconds."""
        for found in self.files.get_file_info(pafs.FileSelector("", recursive=True, allow_not_found=True)):
            if found.is_file and found.path.endswith(".parquet") and not found.path.startswith("_"):
                yield found.path, _milliseconds(found)

    def log_files(self) -> list[tuple[str, int]]:
        """The names inside the log folder, in order, with their time of change in milliseconds."""
        listed = self.files.get_file_info(pafs.FileSelector(LOG, allow_not_found=True))
        return sorted((PurePosixPath(found.path).name, _milliseconds(found)) for found in listed if found.is_file)

    def newest_entry(self) -> str | None:
        """The name of the last log entry: it changes whenever the table does."""
        if self.local is not None:
            folder = self.local / LOG
            names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        else:
            names = [name for name, _ in self.log_files()]
        return max((name for name in names if _ENTRY.fullmatch(name)), default=None)

    def sync(self, paths: Iterable[str]) -> None:
        """Make files, their folders and the table's folder durable."""
        if self.local is None:
            return
        files = [self.local / path for path in paths]
        _sync_all(files)
        _sync_all({file.parent for file in files} | ({self.local} if files else set()))

    def sync_place(self) -> None:
        """Make a new table's folder durable in the lake's, and the lake's in the one that holds it."""
        if self.local is not None:
            _sync_all({self.local.parent, self.local.parent.parent})


def _milliseconds(found: pafs.FileInfo) -> int:
    return int(found.mtime_ns) // 1_000_000


def _sync_all(paths: Iterable[Path]) -> None:
    """Sync several paths at once: the file system then writes its journal once for many."""
    todo = list(paths)
    if len(todo) < 2:
        for path in todo:
            _sync(path)
        return
    with ThreadPoolExecutor(min(8, len(todo))) as pool:
        list(pool.map(_sync, todo))


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
