"""Who waits to write begins as soon as the other has ended, and gives up when the time is over."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from regulars.base.sqlite import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[base.DatabaseWrapper]:
    """A file of its own, with half a second of patience."""
    given = {**connections["inbox"].settings_dict, "NAME": tmp_path / "x.sqlite3", "ATOMIC_REQUESTS": False}
    given["OPTIONS"] = {"timeout": 0.5, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    wrapper = base.DatabaseWrapper(given, alias="alone")
    yield wrapper
    wrapper.close()


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else is writing."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def busy_timeout(database: base.DatabaseWrapper) -> int:
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return int(cursor.fetchone()[0])


def test_transaction_begins_when_the_other_has_ended(database: base.DatabaseWrapper, tmp_path: Path) -> None:
    database.ensure_connection()
    with locked(tmp_path / "x.sqlite3") as other:
        later = threading.Timer(0.05, other.rollback)
        later.start()

        database._start_transaction_under_autocommit()

        later.join()
    assert database.connection.in_transaction
    database.connection.rollback()
    assert busy_timeout(database) == 500


def test_transaction_gives_up_when_the_time_is_over(database: base.DatabaseWrapper, tmp_path: Path) -> None:
    database.ensure_connection()

    with locked(tmp_path / "x.sqlite3"), pytest.raises(OperationalError, match="locked"):
        database._start_transaction_under_autocommit()

    assert busy_timeout(database) == 500


def test_other_errors_are_raised_at_once(database: base.DatabaseWrapper) -> None:
    database.ensure_connection()
    database._start_transaction_under_autocommit()

    with pytest.raises(OperationalError, match="within a transaction"):
        database._start_transaction_under_autocommit()
