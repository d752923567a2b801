from django.db import migrations, models

# The latest assignment to any key of a root; the same as `owners.project` keeps from now on.
FILL = """
INSERT INTO customer_of (root, user_id) SELECT root, user_id FROM (
    SELECT COALESCE(r.root, o.key) AS root, o.user_id, ROW_NUMBER() OVER (
        PARTITION BY COALESCE(r.root, o.key) ORDER BY o.assigned_at DESC, o.key DESC
    ) AS place FROM customer_owner o LEFT JOIN redirect r ON r.key = o.key
) assigned WHERE place = 1
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_bulk"), ("identity", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CustomerOf",
            fields=[
                ("root", models.BigIntegerField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "customer_of",
                "indexes": [models.Index("user_id", "root", name="customer_of_user")],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
