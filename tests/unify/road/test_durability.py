"""What keeps transactions on disk keeps nobody waiting."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from regulars.unify.facts import sql
from regulars.unify.road import Road, durability

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("data_folder"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has a log that the road moves"),
]
HOUR_MS = 3_600_000


def test_long_log_is_begun_anew_without_waiting_for_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "LONGEST_LOG", 0)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", HOUR_MS / 1000)
    with Road() as road, closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT next FROM counter ORDER BY name").fetchall()
        sql.run("INSERT INTO counter (name, next) VALUES ('test', 1)")
        sql.run(f"PRAGMA busy_timeout={HOUR_MS}")

        road.durability.sync()

        assert reader.execute("SELECT next FROM counter ORDER BY name").fetchall() == before
        assert sql.run("PRAGMA busy_timeout") == [(HOUR_MS,)]
