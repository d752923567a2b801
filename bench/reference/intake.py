"""Reference for `regulars bench intake`: the same server writes the same rows to SQLite with full sync, and no logic.

Each body is stored as it came, one row for its 100 facts, with group commit. Run: intake.py FILE PORT
"""

import asyncio
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

PUT = "INSERT INTO inbox (lane, source, batch, received_at, count, body) VALUES (1, 1, 0, ?, 100, ?)"
gathered, tasks = [], []
thread = ThreadPoolExecutor(1)
database = sqlite3.connect(sys.argv[1], isolation_level=None, check_same_thread=False)
database.executescript("""PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, lane INTEGER, source INTEGER, batch INTEGER,
received_at INTEGER, count INTEGER, body BLOB); CREATE INDEX inbox_lane ON inbox (lane, id, count)""")


def store(rows):
    database.execute("BEGIN IMMEDIATE")
    database.executemany(PUT, rows)
    database.execute("COMMIT")


async def write():
    while gathered:
        group = gathered[:]
        gathered.clear()
        await asyncio.get_running_loop().run_in_executor(thread, store, [row for row, _ in group])
        for _, done in group:
            done.set_result(None)
    tasks.clear()


async def application(_scope, receive, send):
    body, event = b"", {"more_body": True}
    while event["more_body"]:
        event = await receive()
        body += event["body"]
    done = asyncio.get_running_loop().create_future()
    gathered.append(((time.time_ns() // 1000, body), done))
    if not tasks:
        tasks.append(asyncio.create_task(write()))
    await done
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"16")]})
    await send({"type": "http.response.body", "body": b'{"success":true}'})


async def main():
    options = {"interface": Interfaces.ASGINL, "http": HTTPModes.http1, "websockets": False, "log_enabled": False}
    await Server(application, address="127.0.0.1", port=int(sys.argv[2]), backpressure=512, **options).serve()


uvloop.run(main())
