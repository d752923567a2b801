"""What `regulars check` looks at, one finding after the other."""

from collections.abc import Iterator

import django
from django.db import DatabaseError

from regulars.base.jobs.findings import Finding


def findings() -> list[Finding]:
    """All of them; without settings or databases those that need these are left out."""
    settings = check_settings()
    if not settings.ok:
        return [settings]
    databases = list(check_databases())
    return [settings, *databases, *rest_of_findings(all(one.ok for one in databases))]


def rest_of_findings(databases_work: bool) -> list[Finding]:
    """What the apps have to say; without databases only what needs none."""
    from regulars.base.jobs import checks

    return checks.findings() if databases_work else [checks.check_disk()]


def check_settings() -> Finding:
    """The data folder and its key file."""
    from regulars.base.vault.errors import VaultError

    try:
        django.setup()
    except VaultError as error:
        return Finding("Data folder", False, str(error))
    except OSError as error:
        return Finding("Data folder", False, f"It cannot be used: {error.strerror}. Choose another with --data.")
    from django.conf import settings

    return Finding("Data folder", True, f"{settings.DATA}, with its key file.")


def check_databases() -> Iterator[Finding]:
    """Whether they answer, can be written and are up to date."""
    from django.db import connections

    from regulars.base.jobs.readiness import check_database
    from regulars.serve import migrate

    if is_new():
        migrate.run()
    for alias in connections:
        broken = check_database(alias)
        words = "; ".join(broken) + ". Start `regulars serve`, which brings it up to date." if broken else "Up to date."
        yield Finding(f"Database {alias}", not broken, words)


def is_new() -> bool:
    """Whether nothing was ever stored here."""
    from django.db import connection

    try:
        with connection.cursor() as cursor:
            return not connection.introspection.table_names(cursor)
    except DatabaseError:
        return False
