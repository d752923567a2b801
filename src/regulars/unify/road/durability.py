"""When the road's transactions reach the disk: together, before the lake commits and the inbox forgets.

Until then a power cut costs nothing: the facts are in the inbox, and filing them again gives the same rows.
"""

import os

from django.db import connection, transaction

from regulars.unify.facts import sql

PAGES_OF_WAL = 16_000


class Durability:
    """One sync for many transactions of the road's connection."""

    def __init__(self) -> None:
        self.is_sqlite = connection.vendor == "sqlite"
        if self.is_sqlite:
            sql.run(f"PRAGMA wal_autocheckpoint={PAGES_OF_WAL}")
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
            log = os.open(f"{connection.settings_dict['NAME']}-wal", os.O_RDONLY)
        except FileNotFoundError:
            return
        try:
            os.fsync(log)
        finally:
            os.close(log)

    def end(self) -> None:
        """Every commit waits for the disk again."""
        sql.run("PRAGMA synchronous=FULL" if self.is_sqlite else "SET synchronous_commit = on")
