"""When the road's transactions reach the disk: together, before the lake commits and the inbox forgets.

Until then a power cut costs nothing: the facts are in the inbox, and filing them again gives the same rows.
"""

from django.db import connection, transaction

from regulars.unify.facts import sql

PAGES_OF_WAL = 16_000
TOUCH = "UPDATE counter SET next = next"


class Durability:
    """On SQLite one sync for many transactions of this connection; PostgreSQL has `synchronous_commit` for it."""

    def __init__(self) -> None:
        self.is_sqlite = connection.vendor == "sqlite"
        if self.is_sqlite:
            sql.run(f"PRAGMA wal_autocheckpoint={PAGES_OF_WAL}")
        self.relax()

    def relax(self) -> None:
        """Commit without waiting for the disk."""
        sql.run("PRAGMA synchronous=NORMAL" if self.is_sqlite else "SET synchronous_commit = off")

    def sync(self) -> None:
        """All that was committed before is on disk when this returns."""
        self.end()
        with transaction.atomic(durable=True):
            sql.run(TOUCH)
        self.relax()

    def end(self) -> None:
        """Every commit waits for the disk again."""
        sql.run("PRAGMA synchronous=FULL" if self.is_sqlite else "SET synchronous_commit = on")
