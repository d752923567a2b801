from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# PostgreSQL's planner keeps samples of what it has seen; an erasure would not reach them.
PERSONAL = ("event", "message_id", "payload")


def gather_no_statistics(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for column in PERSONAL:
            schema_editor.execute(f'ALTER TABLE "arrival" ALTER COLUMN "{column}" SET STATISTICS 0')


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]

    operations = [migrations.RunPython(gather_no_statistics, migrations.RunPython.noop)]
