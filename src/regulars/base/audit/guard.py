"""Owns the database triggers that make the audit trail append-only.

SQLite drops a table's triggers when a migration rebuilds the table: such a migration calls `install` again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = ("audit_entry", "audit_subject", "audit_block", "audit_checkpoint")
MESSAGE = "the audit trail is append-only"

SQLITE_INSTALL = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL_INSTALL = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""
POSTGRESQL_PATIENCE = "SET LOCAL lock_timeout = '2s'"


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE, DELETE (and on PostgreSQL TRUNCATE) on the guarded tables that exist; harmless when repeated."""
    run(connection, install_statements(connection.vendor, standing(connection)))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off, for migrations back and for tests that empty every table."""
    run(connection, remove_statements(connection.vendor, standing(connection)))


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A transaction in which the trail can be trimmed; the triggers stand again, whatever happens, when it ends.

    On PostgreSQL nobody else writes to the trail meanwhile, and it gives up after waiting two seconds for that.
    """
    with transaction.atomic(using=connection.alias):
        run(connection, lift_statements(connection.vendor))
        yield
        run(connection, restore_statements(connection.vendor))


def standing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guarded tables that migrations have made by now."""
    tables = set(connection.introspection.table_names())
    return [table for table in GUARDED if table in tables]


def install_statements(vendor: str, tables: list[str]) -> list[str]:
    if vendor == "postgresql":
        triggers = [POSTGRESQL_INSTALL.format(table=table) for table in tables]
        return [POSTGRESQL_FUNCTION.format(message=MESSAGE), *triggers]
    return [
        SQLITE_INSTALL.format(table=table, verb=verb, message=MESSAGE)
        for table in tables
        for verb in ("UPDATE", "DELETE")
    ]


def remove_statements(vendor: str, tables: list[str]) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in tables]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in tables for verb in ("UPDATE", "DELETE")]


def lift_statements(vendor: str) -> list[str]:
    tables = list(GUARDED)
    if vendor == "postgresql":
        return [POSTGRESQL_PATIENCE, *(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only" for table in tables)]
    return [f"DROP TRIGGER IF EXISTS {table}_no_DELETE" for table in tables]


def restore_statements(vendor: str) -> list[str]:
    tables = list(GUARDED)
    if vendor == "postgresql":
        return [f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only" for table in tables]
    return install_statements(vendor, tables)


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
