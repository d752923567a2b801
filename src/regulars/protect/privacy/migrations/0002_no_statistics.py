from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# PostgreSQL's planner keeps samples of what it has seen; nobody needs them of these columns, and an erasure would not
# reach them.
PERSONAL = {
    "identifier": ("value",),
    "link": ("claims",),
    "record": ("traits",),
    "golden": ("traits",),
    "orders": ("order_id", "facts"),
    "order_mention": ("order_id",),
    "inbox": ("body",),
    "rejected": ("message_id", "message", "body"),
    "refusal": ("message_id",),
    "audit_text": ("text",),
}


def gather_no_statistics(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in PERSONAL.items():
        for column in columns:
            schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0')


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("facts", "0003_day"),
        ("identity", "0001_initial"),
        ("customers", "0001_initial"),
        ("orders", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(gather_no_statistics, migrations.RunPython.noop)]
