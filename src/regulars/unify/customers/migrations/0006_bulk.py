from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_owners_and_views")]

    operations = [
        migrations.CreateModel(
            name="Bulk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField(db_index=True)),
                ("action", models.CharField(max_length=10)),
                ("asked", models.JSONField(default=dict)),
                ("roots", models.BinaryField()),
                ("count", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("file", models.CharField(blank=True, max_length=4)),
                ("is_spoiled", models.BooleanField(default=False)),
                ("created_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "bulk"},
        ),
    ]
