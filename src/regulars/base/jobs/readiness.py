"""Says whether the system can do its work now, and if not, why."""

import shutil
import time
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from regulars.base.jobs.heartbeat import live_processes

REMEMBERED_SECONDS = 1.0
LEAST_FREE_BYTES = 100_000_000

_last: tuple[float, tuple[str, ...], list[str]] | None = None


def reasons_not_ready(processes: Sequence[str]) -> list[str]:
    """Why work cannot be done, or nothing; `processes` are the names that must be alive.

    Asked by anyone over HTTP, so an answer stands for a second. For one thread at a time.
    """
    global _last  # noqa: PLW0603 one answer a process
    wanted = tuple(processes)
    now = time.monotonic()
    if _last is None or _last[1] != wanted or now - _last[0] >= REMEMBERED_SECONDS:
        _last = (now, wanted, check_all(wanted))
    return _last[2]


def check_all(processes: Sequence[str]) -> list[str]:
    broken = [reason for alias in connections for reason in check_database(alias)]
    return broken or [*check_disk(), *check_processes(processes)]


def check_database(alias: str) -> list[str]:
    try:
        if not is_migrated(alias):
            return [f"database {alias}: migrations are not applied"]
        check_writable(alias)
    except DatabaseError as error:
        connections[alias].close()
        return [f"database {alias}: {type(error).__name__}"]
    return []


def is_migrated(alias: str) -> bool:
    """Nobody takes migrations back under a running system, so a yes is remembered."""
    try:
        return remember_migrated(alias)
    except MigrationsMissing:
        return False


class MigrationsMissing(Exception):
    """Raised so that a no is not remembered."""


@cache
def remember_migrated(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing
    return True


def check_writable(alias: str) -> None:
    """Raises DatabaseError where no write transaction can begin (on SQLite a transaction begins as a writer)."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SELECT pg_current_xact_id()")


def check_disk() -> list[str]:
    free = shutil.disk_usage(settings.DATA).free
    return [] if free >= LEAST_FREE_BYTES else [f"data folder: {free // 1_000_000} MB free on its disk"]


def check_processes(names: Sequence[str]) -> list[str]:
    alive = {row.name for row in live_processes()}
    return [f"{name}: no sign of life" for name in names if name not in alive]
