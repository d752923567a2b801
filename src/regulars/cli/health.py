"""What `regulars check` looks at, one finding after the other."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import django
from django.db import DatabaseError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `words` say what is wrong and what to do, or how it is."""

    subject: str
    ok: bool
    words: str


def findings() -> list[Finding]:
    """All of them; without settings or databases those that need these are left out."""
    settings = check_settings()
    if not settings.ok:
        return [settings]
    databases = list(check_databases())
    rest: tuple[Callable[[], Finding], ...] = (check_disk,)
    if all(one.ok for one in databases):
        rest = (check_disk, check_processes, check_inbox, check_lake, check_jobs)
    return [settings, *databases, *(look() for look in rest)]


def check_settings() -> Finding:
    """The data folder and its key file."""
    from regulars.base.vault.errors import VaultError

    try:
        django.setup()
    except VaultError as error:
        return Finding("data folder", False, str(error))
    except OSError as error:
        return Finding("data folder", False, f"it cannot be used: {error.strerror}. Choose another with --data.")
    from django.conf import settings

    return Finding("data folder", True, f"{settings.DATA}, with its key file")


def check_databases() -> Iterator[Finding]:
    """Whether they answer, can be written and are up to date."""
    from django.db import connections

    from regulars.base.jobs.readiness import check_database
    from regulars.serve import migrate

    if is_new():
        migrate.run()
    for alias in connections:
        broken = check_database(alias)
        words = "; ".join(broken) + ". Start `regulars serve`, which brings it up to date." if broken else "up to date"
        yield Finding(f"database {alias}", not broken, words)


def is_new() -> bool:
    """Whether nothing was ever stored here."""
    from django.db import connection

    try:
        with connection.cursor() as cursor:
            return not connection.introspection.table_names(cursor)
    except DatabaseError:
        return False


def check_disk() -> Finding:
    """Free space."""
    import shutil

    from django.conf import settings

    from regulars.base.jobs import readiness

    low = readiness.check_disk()
    free = shutil.disk_usage(settings.DATA).free // 1_000_000
    return Finding("disk", not low, f"only {free} MB are free" if low else f"{free} MB are free")


def check_processes() -> Finding:
    """Who shows a sign of life."""
    from regulars.base.jobs.heartbeat import live_processes

    names = sorted({row.name for row in live_processes()})
    missing = {"road", "jobs"} - set(names)
    if not names:
        return Finding("processes", True, "none runs; `regulars serve` starts them")
    words = f"no sign of life of {', '.join(sorted(missing))}" if missing else ", ".join(names)
    return Finding("processes", not missing, words)


def check_inbox() -> Finding:
    """Whether facts wait with nobody to file them."""
    from regulars.base.jobs.heartbeat import live_processes
    from regulars.unify.facts import inbox

    waiting = inbox.waiting()
    if not waiting:
        return Finding("inbox", True, "empty")
    if live_processes("road"):
        return Finding("inbox", True, f"{waiting} facts are being filed")
    return Finding("inbox", False, f"{waiting} facts wait, and no road runs. Start `regulars serve`.")


def check_lake() -> Finding:
    """Whether the lake can be read."""
    from regulars.unify.facts.lake import lake

    try:
        tables = lake().status()
    except Exception as error:
        # The store's own errors are known to the lake alone; whatever it is, this is where it is told.
        logger.exception("The lake cannot be read")
        return Finding("lake", False, f"it cannot be read: {type(error).__name__}. Restore it from a backup.")
    rows = sum(table.rows for table in tables)
    return Finding("lake", True, f"{len(tables)} tables, {rows} rows")


def check_jobs() -> Finding:
    """Whether jobs failed or are stuck."""
    from regulars.base.jobs.queries import job_health

    try:
        health = job_health()
    except DatabaseError as error:
        return Finding("jobs", False, type(error).__name__)
    wrong = [f"{job.name} failed" for job in health.failed] + [f"{job.name} is stuck" for job in health.stuck]
    return Finding("jobs", not wrong, "; ".join(wrong) or f"{health.waiting} wait")
