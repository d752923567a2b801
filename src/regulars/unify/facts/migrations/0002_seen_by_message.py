from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_rows_in_the_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On SQLite one tree instead of two: half the pages to touch for each message."""
    if schema_editor.connection.vendor != "sqlite" or schema_editor.connection.alias != "default":
        return
    schema_editor.execute("DROP TABLE seen")
    schema_editor.execute(
        "CREATE TABLE seen (source bigint NOT NULL, hash blob NOT NULL, batch bigint NOT NULL,"
        " position bigint NOT NULL, key bigint NOT NULL, digest bigint NOT NULL,"
        " PRIMARY KEY (source, hash, batch)) WITHOUT ROWID"
    )


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial")]

    operations = [migrations.RunPython(keep_rows_in_the_index, migrations.RunPython.noop)]
