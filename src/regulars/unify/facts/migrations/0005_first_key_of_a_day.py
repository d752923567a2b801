from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0004_old_write_key")]

    operations = [migrations.AddField("day", "first_key", models.BigIntegerField(null=True))]
