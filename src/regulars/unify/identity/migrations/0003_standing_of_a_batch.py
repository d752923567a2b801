from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("identity", "0002_row_keys"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="link", name="link_batch"),
        migrations.AddIndex(
            model_name="link",
            index=models.Index("batch", "withdrawn", name="link_batch", condition=models.Q(batch__gt=0)),
        ),
    ]
