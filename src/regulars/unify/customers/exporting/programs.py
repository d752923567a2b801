"""Files for programs: JSON lines and Parquet, columns by their codes and values as they are kept."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

Line = Sequence[Any]
GROUP = 10_000


class JsonWriter:
    """An object a line; what is not known is left out."""

    def __init__(self, file: BinaryIO, names: Sequence[str]) -> None:
        self.file, self.names = file, names

    def write(self, line: Line) -> None:
        said = {name: value for name, value in zip(self.names, line, strict=True) if value not in (None, "", [])}
        self.file.write(msgspec.json.encode(said, enc_hook=str) + b"\n")


@contextmanager
def json_file(path: Path, names: Sequence[str]) -> Iterator[JsonWriter]:
    with path.open("wb") as file:
        yield JsonWriter(file, names)


class ParquetWriter:
    """A column of texts for each name; lists joined, days and moments as ISO 8601."""

    def __init__(self, file: pq.ParquetWriter, schema: pa.Schema) -> None:
        self.file, self.schema = file, schema
        self.lines: list[list[str | None]] = []

    def write(self, line: Line) -> None:
        self.lines.append([as_text(value) for value in line])
        if len(self.lines) == GROUP:
            self.flush()

    def flush(self) -> None:
        if self.lines:
            columns = [pa.array(column, pa.string()) for column in zip(*self.lines, strict=True)]
            self.file.write_table(pa.Table.from_arrays(columns, schema=self.schema))
        self.lines = []


@contextmanager
def parquet_file(path: Path, names: Sequence[str]) -> Iterator[ParquetWriter]:
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        writer = ParquetWriter(file, schema)
        yield writer
        writer.flush()


def as_text(value: Any) -> str | None:
    """A value as the text that an import reads."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value) or None
    return msgspec.json.encode(value, enc_hook=str).decode()
