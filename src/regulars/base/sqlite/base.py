"""SQLite as Django drives it, but who waits to write looks again every millisecond.

SQLite's own wait sleeps for up to 100 ms between two looks. That is longer than a transaction of the road, so a page
would miss the gaps between them. Django finds this module by its name: a database's ENGINE is the package above.
"""

import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOOK_SECONDS = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins transactions without SQLite's long sleeps; all else is Django's."""

    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError when the lock was not free in all the time that the options allow."""
        patience = float(self.settings_dict["OPTIONS"]["timeout"])
        deadline = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self.begins(deadline):
                time.sleep(LOOK_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")

    def begins(self, deadline: float) -> bool:
        """One look: whether the transaction could begin."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs lack it
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            return False
        return True
