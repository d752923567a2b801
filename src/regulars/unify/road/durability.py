"""When the road's transactions reach the disk: together, before the lake commits and the inbox forgets.

Until then a power cut costs nothing: the facts are in the inbox, and filing them again gives the same rows.
"""

import os
import sqlite3
import threading
from contextlib import closing
from typing import Self

from django.db import connection, transaction

from regulars.unify.facts import sql

CHECKPOINT_SECONDS = 2.0
LONGEST_LOG = 256 * 1024 * 1024
RESTART_MS = 100
"""So long the road waits for readers before it begins its log anew; else it tries again with the next sync."""
CACHE_MB = 96
"""Of the database's pages in memory: who alone writes finds them as it left them."""


class Durability:
    """One sync for many transactions of the road's connection, and checkpoints that no transaction waits for."""

    def __init__(self) -> None:
        self.is_sqlite = connection.vendor == "sqlite"
        self.stop = threading.Event()
        if self.is_sqlite:
            sql.run("PRAGMA wal_autocheckpoint=0")
            sql.run(f"PRAGMA cache_size=-{CACHE_MB * 1024}")
            self.path = str(connection.settings_dict["NAME"])
            threading.Thread(target=self.move_pages, name="checkpoints", daemon=True).start()
        sql.run("PRAGMA synchronous=NORMAL" if self.is_sqlite else "SET synchronous_commit = off")

    def sync(self) -> None:
        """All that was committed before is on disk when this returns."""
        if self.is_sqlite:
            self.sync_file()
        else:
            with transaction.atomic(durable=True):
                sql.run("SET LOCAL synchronous_commit = on")
                sql.run("UPDATE counter SET next = next")

    def sync_file(self) -> None:
        """What is not in the write-ahead log any more was synced by the checkpoint that moved it."""
        # A transaction that changes nothing writes nothing, so SQLite would not sync for it.
        try:
            log = os.open(f"{self.path}-wal", os.O_RDONLY)
        except FileNotFoundError:
            return
        try:
            os.fsync(log)
            is_long = os.fstat(log).st_size > LONGEST_LOG
        finally:
            os.close(log)
        if is_long:
            self.begin_log_anew()

    def begin_log_anew(self) -> None:
        """Have the next transaction write from the beginning of the log; later, if somebody reads an older state."""
        # It would wait for a reader as for a lock, and everybody for the road.
        sql.run(f"PRAGMA busy_timeout={RESTART_MS}")
        try:
            sql.run("PRAGMA wal_checkpoint(RESTART)")
        finally:
            sql.run(f"PRAGMA busy_timeout={float(connection.settings_dict['OPTIONS']['timeout']) * 1000:.0f}")

    def move_pages(self) -> None:
        """Move what is written from the log into the database, beside the road and in nobody's way."""
        with closing(sqlite3.connect(self.path)) as own:
            while not self.stop.wait(CHECKPOINT_SECONDS):
                own.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Every commit waits for the disk again."""
        self.stop.set()
        self.sync()
        if self.is_sqlite:
            sql.run("PRAGMA wal_autocheckpoint=1000")
        sql.run("PRAGMA synchronous=FULL" if self.is_sqlite else "SET synchronous_commit = on")
