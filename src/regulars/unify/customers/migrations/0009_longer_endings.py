from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0008_row_keys")]

    operations = [
        # Room for the names of all formats, such as “parquet”.
        migrations.AlterField("bulk", "file", models.CharField(blank=True, max_length=10)),
    ]
