from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Terms come ready-made with a space between; whatever else they are made of belongs to them.
FTS5 = (
    "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='', detail=none, columnsize=0,"
    " tokenize=\"ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\")"
)
POSTGRESQL = (
    "ALTER TABLE search_document ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_document_terms ON search_document USING gin (terms)",
    # The planner's statistics would keep values of people who are erased.
    "ALTER TABLE search_document ALTER COLUMN words SET STATISTICS 0, ALTER COLUMN terms SET STATISTICS 0",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (FTS5,):
        schema_editor.execute(statement, params=None)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('root', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('words', models.TextField()),
            ],
            options={
                'db_table': 'search_document',
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
