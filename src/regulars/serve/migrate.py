"""Brings the databases up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections


def run() -> None:
    """Bring every database up to date; several machines may start at once on PostgreSQL."""
    for alias in connections:
        if connections[alias].vendor == "postgresql" and alias != "default":
            continue  # the same database through another connection
        with migration_lock(alias):
            call_command("migrate", database=alias, interactive=False, verbosity=0)


@contextmanager
def migration_lock(alias: str) -> Iterator[None]:
    if connections[alias].vendor != "postgresql":
        yield
        return
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('regulars migrate'))")
        yield
        cursor.execute("SELECT pg_advisory_unlock(hashtext('regulars migrate'))")
