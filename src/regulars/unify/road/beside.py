"""A process that reads what became of customers, for the lake, while the road files an import."""

import logging
import multiprocessing
import pickle
from contextlib import suppress
from multiprocessing.connection import Connection

import pyarrow as pa
from django.db import connection, connections

from regulars.base.jobs import spawned

from .profiles import changed_customers

logger = logging.getLogger(__name__)

AT_ONCE = 50_000
"""Of changes: what an import makes between two looks."""
Told = tuple[pa.Table, int]
"""Rows of customers, and the position up to which they tell."""


class Beside:
    """Asked for the customers that changed above a position; the answer is fetched when it is there.

    The process ends with `close`, and by itself when nobody holds the other end any more.
    """

    def __init__(self) -> None:
        self.process: multiprocessing.process.BaseProcess | None = None
        self.ends: Connection | None = None
        self.is_asked = False

    def ask(self, after: int) -> None:
        """Have it look at what changed above a position, unless it looks already."""
        if self.is_asked:
            return
        ends = self.ends or self.begin()
        try:
            ends.send(after)
        except OSError:
            self.give_up()
            return
        self.is_asked = True

    def begin(self) -> Connection:
        """Start the process; the end by which it is asked."""
        fresh = multiprocessing.get_context("spawn")
        self.ends, theirs = fresh.Pipe()
        database = str(connection.settings_dict["NAME"])
        self.process = fresh.Process(
            target=spawned.run, args=(pickle.dumps(answer), theirs, database), daemon=True, name="customers"
        )
        self.process.start()
        theirs.close()
        return self.ends

    def told(self) -> Told | None:
        """What it found, if it has. Where it is gone, nothing: what it would have told is found without it."""
        if self.ends is None or not self.is_asked:
            return None
        try:
            if not self.ends.poll():
                return None
            body, position = self.ends.recv()
        except (EOFError, OSError):
            self.give_up()
            return None
        self.is_asked = False
        return (pa.ipc.open_stream(body).read_all(), position) if position else None

    def give_up(self) -> None:
        """Say that the process is gone, which is no reason to stop."""
        logger.error("The process that reads customers is gone")
        self.close()

    def close(self) -> None:
        """End the process, whatever it has found: that may speak of who is gone by now."""
        if self.ends is not None:
            self.ends.close()
        if self.process is not None:
            self.process.terminate()
            self.process.join()
        self.process = self.ends = None
        self.is_asked = False


def answer(asked: Connection, database: str) -> None:
    """Answer each position with the customers that changed above it, until nobody asks."""
    connections["default"].settings_dict["NAME"] = database
    pa.set_cpu_count(1)
    # Who asks goes when they like.
    with suppress(EOFError, OSError):
        while True:
            after = asked.recv()
            asked.send(next((packed(*one) for one in changed_customers(after, AT_ONCE)), (b"", 0)))


def packed(table: pa.Table, position: int) -> tuple[bytes, int]:
    """A table as it goes through a pipe."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes(), position
