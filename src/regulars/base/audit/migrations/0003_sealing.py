"""Makes the tables of blocks, checkpoints, verifications and origins; the trail stays append-only."""

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from regulars.base.audit import guard


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guard.install(schema_editor.connection)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guard.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditBlock',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField(unique=True)),
                ('count', models.PositiveIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('previous', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('leaves', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_block',
            },
        ),
        migrations.CreateModel(
            name='AuditCheckpoint',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.BinaryField(max_length=32)),
                ('last', models.BigIntegerField()),
                ('entries', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('signature', models.BinaryField(max_length=64)),
            ],
            options={
                'db_table': 'audit_checkpoint',
            },
        ),
        migrations.CreateModel(
            name='AuditOrigin',
            fields=[
                ('hash', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('salt', models.BinaryField(max_length=16)),
                ('address', models.CharField(db_index=True, max_length=64)),
                ('client', models.CharField(blank=True, max_length=128)),
            ],
            options={
                'db_table': 'audit_origin',
            },
        ),
        migrations.CreateModel(
            name='AuditVerification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entries', models.BigIntegerField()),
                ('blocks', models.BigIntegerField()),
                ('erased', models.BigIntegerField()),
                ('fault', models.JSONField(null=True)),
            ],
            options={
                'db_table': 'audit_verification',
            },
        ),
        migrations.AddField(
            model_name='auditentry',
            name='origin',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['origin', 'at'], name='audit_entry_origin'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['actor', 'action', 'at'], name='audit_entry_deeds'),
        ),
        migrations.AddConstraint(
            model_name='auditblock',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='audit_block_number'),
        ),
        migrations.RunPython(install, remove),
    ]
