"""Owns the database triggers that make the audit trail append-only.

SQLite drops a table's triggers when a migration rebuilds the table: such a migration calls `install` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = ("audit_entry", "audit_subject")
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


def install(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE, DELETE (and on PostgreSQL TRUNCATE) on the guarded tables; harmless when repeated."""
    run(connection, install_statements(connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off, for migrations back and for tests that empty every table."""
    run(connection, remove_statements(connection.vendor))


def install_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        triggers = [POSTGRESQL_INSTALL.format(table=table) for table in GUARDED]
        return [POSTGRESQL_FUNCTION.format(message=MESSAGE), *triggers]
    return [
        SQLITE_INSTALL.format(table=table, verb=verb, message=MESSAGE)
        for table in GUARDED
        for verb in ("UPDATE", "DELETE")
    ]


def remove_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in GUARDED]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in GUARDED for verb in ("UPDATE", "DELETE")]


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
