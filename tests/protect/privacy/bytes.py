"""Looks for the bytes of values in every file of a data folder, and in a PostgreSQL server's dump and table files."""

import base64
import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection, connections

from regulars.unify.facts import sql
from tests import files


def spellings(values: Iterable[str]) -> dict[bytes, str]:
    """The ways in which a value can stand in a file, each with the value."""
    found: dict[bytes, str] = {}
    for value in values:
        for text in {value, value.lower(), value.upper(), quote(value), quote_plus(value), json.dumps(value)[1:-1]}:
            for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                found[text.encode(coding)] = value
        found[base64.b64encode(value.encode()).rstrip(b"=")[:-1]] = value
        found[value.encode().hex().encode()] = value
    return found


def traces(folder: Path, values: Iterable[str]) -> set[tuple[str, str]]:
    """(file, value) wherever a value stands in a file, as it is or decoded."""
    sought = spellings(values)
    return {
        (str(path.relative_to(folder)), value)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for piece in pieces(path)
        for spelling, value in sought.items()
        if spelling in piece
    }


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and those of what is compressed in it."""
    content = files.content(path)
    yield content
    if path.suffix == ".parquet":
        file = pq.ParquetFile(path)
        yield repr(file.metadata.to_dict()).encode() + repr(file.schema_arrow.metadata).encode()
        for row in file.read().to_pylist():
            yield repr(row).encode()
            yield json.dumps(row, ensure_ascii=False, default=str).encode()
    with suppress(zlib.error):
        yield zlib.decompress(content, wbits=47)


def dump(url: str) -> bytes:
    """What pg_dump writes of a database."""
    program = shutil.which("pg_dump") or str(next(Path("/usr/lib/postgresql").glob("*/bin/pg_dump")))
    return subprocess.run([program, "--dbname", url], capture_output=True, check=True).stdout


def found(values: list[str]) -> set[tuple[str, str]]:
    """Where values are left: in the data folder, in the database's files, in a dump."""
    if connection.vendor == "postgresql":
        return in_dump(values) | in_table_files(values) | traces(Path(settings.DATA), values)
    places = {Path(settings.DATA)} | {
        Path(connections[alias].settings_dict["NAME"]).parent for alias in ("default", "inbox")
    }
    return {trace for place in places for trace in traces(place, values)}


def in_dump(values: list[str]) -> set[tuple[str, str]]:
    url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    content = dump(url)
    return {("dump", value) for spelling, value in spellings(values).items() if spelling in content}


def in_table_files(values: list[str]) -> set[tuple[str, str]]:
    """What stands in the files of this database, if they can be reached."""
    sql.run("CHECKPOINT")
    ((folder,),) = sql.run("SHOW data_directory")
    ((oid,),) = sql.run("SELECT oid FROM pg_database WHERE datname = current_database()")
    tables = Path(folder) / "base" / str(oid)
    return traces(tables, values) if os.access(tables, os.R_OK) else set()
