"""A prepared file: facts of an import in normal form, on disk, from which the road takes ranges without parsing again.

An Arrow IPC file of compressed record batches of `ROWS` facts each, in the order in which they are filed.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import NamedTuple, Self

import msgspec
import pyarrow as pa

from regulars.base.fields import queries as fields

from .errors import PreparedBroken
from .fact import Fact
from .identifiers import Ident
from .statement import Ready, SourceRef, Statement

ROWS = 500
"""Facts in one record batch."""
RUN_ROWS = 50_000
"""So many facts are sorted in memory; what is more becomes sorted runs that are merged."""
SCHEMA = pa.schema([pa.field("first", pa.string(), nullable=False), pa.field("body", pa.binary(), nullable=False)])
VERSION = "1"
EMPTIED = ("row", "erased")
"""Type and scope by which a fact is known of which only the message remains."""
KEY = "\0"
"""Stands for the key in prepared golden records."""
OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)

encode_fact = msgspec.json.Encoder().encode
decode_fact = msgspec.json.Decoder(Fact).decode


class Prepared(msgspec.Struct, array_like=True):
    """What parsing a fact has found: the fact as JSON, and the parts of its statement.

    `said` is the record that it makes, `golden` the golden record of somebody of whom nothing else is said, with NUL
    for the key; both as JSON text, and empty for a fact that has to be parsed anew.
    """

    fact: bytes
    hash: bytes
    digest: int
    identifiers: list[Ident]
    claims: list[tuple[str, str]]
    said: str
    golden: str
    is_whole: bool


Line = tuple[str, bytes]
"""By what a prepared fact is sorted (its strongest identifier), and the fact, encoded."""


class Chunk(NamedTuple):
    """Prepared facts: by what each is sorted, and each encoded."""

    firsts: list[str]
    bodies: list[bytes]

    def lines(self) -> Iterator[Line]:
        """One by one."""
        return zip(self.firsts, self.bodies, strict=True)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        """These together."""
        listed = list(lines)
        return cls([first for first, _ in listed], [body for _, body in listed])


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Prepared).decode


def stamp(source: SourceRef) -> str:
    """What the parts of a statement depend on besides the fact; with another one, facts are parsed anew."""
    return repr((VERSION, fields.current().version, msgspec.structs.astuple(source)))


def chunk_of(prepared: Iterable[Prepared]) -> Chunk:
    """Prepared facts, encoded; by the strongest identifier, so that the road's indexes are written in order."""
    listed = list(prepared)
    return Chunk([first_by(one.identifiers[0]) for one in listed], list(map(encode, listed)))


def first_by(strongest: Ident) -> str:
    """By what a fact is sorted."""
    return f"{strongest.value}\0{strongest.type}\0{strongest.scope}"


class Writer:
    """Writes a prepared file; nothing is at the path until `close`, after which it is on disk whole.

    Facts are filed in the order of their strongest identifiers: then the pages of the indexes are written once.
    """

    def __init__(self, path: Path, source: SourceRef) -> None:
        self.path = path
        self.schema = SCHEMA.with_metadata({"stamp": stamp(source)})
        self.waiting: list[tuple[str, bytes]] = []
        self.runs: list[Path] = []
        self.count = 0

    def add(self, chunk: Chunk) -> None:
        """Take prepared facts in, in any order."""
        self.waiting += zip(*chunk, strict=True)
        self.count += len(chunk.firsts)
        if len(self.waiting) >= RUN_ROWS:
            self.runs.append(self.path.with_name(f"{self.path.name}.{len(self.runs)}"))
            write(self.runs[-1], self.schema, self.sorted())

    def sorted(self) -> list[tuple[str, bytes]]:
        """What waits, in order."""
        waiting, self.waiting = self.waiting, []
        return sorted(waiting, key=first_of)

    def close(self) -> int:
        """Write the file and wait for the disk; how many facts it has."""
        last = self.sorted()
        rows = merge(*map(rows_of, self.runs), last, key=first_of) if self.runs else last
        unfinished = self.path.with_name(f"{self.path.name}.new")
        write(unfinished, self.schema, rows)
        sync(unfinished)
        unfinished.replace(self.path)
        sync(self.path.parent)
        self.discard()
        return self.count

    def discard(self) -> None:
        """Delete what lies beside the file."""
        for run in self.runs:
            run.unlink(missing_ok=True)
        self.runs = []
        self.path.with_name(f"{self.path.name}.new").unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.discard()


def write(path: Path, schema: pa.Schema, rows: Iterable[tuple[str, bytes]]) -> None:
    """Write rows as an Arrow file that only its owner reads."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, schema, options=OPTIONS) as writer:
        for part in parts(rows):
            writer.write_batch(pa.record_batch([list(column) for column in zip(*part, strict=True)], schema))


def first_of(row: tuple[str, bytes]) -> str:
    """By what a row is sorted."""
    return row[0]


def parts(rows: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """Rows in lists of `ROWS`."""
    part: list[tuple[str, bytes]] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS:
            yield part
            part = []
    if part:
        yield part


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reader:
    """A prepared file, of which any range can be read. Raises PreparedBroken."""

    def __init__(self, path: Path) -> None:
        try:
            self.file = pa.ipc.open_file(pa.memory_map(str(path)))
            self.stamp = (self.file.schema.metadata or {}).get(b"stamp", b"").decode()
            parts = self.file.num_record_batches
            self.count = (parts - 1) * ROWS + self.file.get_batch(parts - 1).num_rows if parts else 0
        except (OSError, pa.ArrowInvalid) as error:
            raise PreparedBroken from error

    def bodies(self, first: int, count: int) -> Iterator[bytes]:
        """The encoded facts of a range. Raises PreparedBroken where there are fewer."""
        if first + count > self.count:
            raise PreparedBroken
        for part in range(first // ROWS, -(-(first + count) // ROWS)):
            start = max(first - part * ROWS, 0)
            end = min(first + count - part * ROWS, ROWS)
            try:
                yield from self.file.get_batch(part).column(1).slice(start, end - start).to_pylist()
            except (OSError, pa.ArrowInvalid) as error:
                raise PreparedBroken from error

    def read(self, first: int, count: int) -> list[Prepared]:
        """The facts of a range. Raises PreparedBroken."""
        try:
            return [decode(body) for body in self.bodies(first, count)]
        except msgspec.DecodeError as error:
            raise PreparedBroken from error


def rows_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """All rows of a file, in their order."""
    file = pa.ipc.open_file(pa.memory_map(str(path)))
    for part in range(file.num_record_batches):
        batch = file.get_batch(part)
        yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def statement_of(prepared: Prepared, source: SourceRef, batch: int, position: int, received_at: int) -> Statement:
    """The statement that parsing the fact again would make."""
    return Statement(
        position,
        received_at,
        source,
        batch,
        decode_fact(prepared.fact),
        prepared.hash,
        prepared.digest,
        prepared.identifiers,
        {},
        claims=prepared.claims,
        refused="suppressed" if prepared.identifiers[0][:2] == EMPTIED else "",
        ready=Ready(prepared.said, prepared.golden) if prepared.said else None,
    )


def check(path: Path, count: int) -> None:
    """Raises PreparedBroken where a file does not hold so many facts."""
    if Reader(path).count < count:
        raise PreparedBroken


def without(path: Path, handed: int, is_theirs: Callable[[bytes], bool]) -> int:
    """Write a file anew without some facts, of which nothing from the place `handed` on was handed in; how many went.

    Of those before it only the message stays, so that all others keep their places. Raises PreparedBroken.
    """
    reader = Reader(path)
    gone = 0

    def rows() -> Iterator[tuple[str, bytes]]:
        nonlocal gone
        for place, body in enumerate(reader.bodies(0, reader.count)):
            if not is_theirs(body):
                yield "", body
                continue
            gone += 1
            if place < handed:
                yield "", encode(emptied(decode(body)))

    unfinished = path.with_name(f"{path.name}.new")
    write(unfinished, reader.file.schema, rows())
    sync(unfinished)
    unfinished.replace(path)
    return gone


def emptied(prepared: Prepared) -> Prepared:
    """What remains of a fact about somebody who was erased: which message it was. The road refuses it."""
    fact = decode_fact(prepared.fact)
    bare = Fact(fact.kind, fact.message_id, fact.occurred_at, row=fact.row, rows=fact.rows)
    ident = Ident(*EMPTIED, fact.message_id)
    return Prepared(encode_fact(bare), prepared.hash, prepared.digest, [ident], [], "", "", is_whole=True)


def forget(path: Path) -> None:
    """Delete a prepared file and what lies beside it, once the inbox holds nothing of it any more."""
    for file in path.parent.glob(f"{path.name}*"):
        with suppress(FileNotFoundError):
            file.unlink()
