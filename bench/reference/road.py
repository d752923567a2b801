"""Reference for `regulars bench road`: the same facts, decoded and appended to SQLite and to Parquet, with no logic.

One SQLite table, full sync, 500 facts a transaction; a synced Parquet file for each 20,000. Run: road.py BODIES FOLDER,
where BODIES has one request body a line. Prints facts per second of time and of CPU.
"""

import json
import os
import sqlite3
import sys
import time
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = tuple("message_id type event name user_id anonymous_id timestamp traits properties context".split())
PUT = "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
PER_TRANSACTION, PER_FILE = 500, 20_000
Fact = msgspec.defstruct(
    "Fact",
    [(name, str, "") for name in COLUMNS[:7]] + [(name, msgspec.Raw, msgspec.Raw(b"{}")) for name in COLUMNS[7:]],
    rename="camel",
)


def row(fact):
    *words, traits, properties, context = msgspec.structs.astuple(fact)
    return (*words, bytes(traits).decode(), bytes(properties).decode(), bytes(context).decode())


def write_file(rows, path):
    columns = map(list, zip(*rows, strict=True))
    pq.write_table(pa.table(dict(zip(COLUMNS, columns, strict=True))), path, compression="zstd")
    with path.open("rb") as file:
        os.fsync(file.fileno())


bodies, folder = Path(sys.argv[1]).read_bytes().splitlines(), Path(sys.argv[2])
database = sqlite3.connect(folder / "reference.sqlite3")
database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
database.execute(f"CREATE TABLE fact ({', '.join(COLUMNS)}, PRIMARY KEY (message_id))")
decode = msgspec.json.Decoder(dict[str, list[Fact]]).decode
started, cpu, count, waiting, gathered = time.perf_counter(), time.process_time(), 0, [], []
for body in bodies:
    waiting += map(row, decode(body)["batch"])
    if len(waiting) >= PER_TRANSACTION or body is bodies[-1]:
        with database:
            database.executemany(PUT, waiting)
        gathered, count, waiting = gathered + waiting, count + len(waiting), []
    if len(gathered) >= PER_FILE or body is bodies[-1]:
        write_file(gathered, folder / f"{count}.parquet")
        gathered = []
seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
sys.stdout.write(json.dumps({"events_per_second": count / seconds, "events_per_cpu_second": count / cpu}))
