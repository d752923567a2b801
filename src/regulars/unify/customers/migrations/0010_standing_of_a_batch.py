from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0009_longer_endings"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_batch"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index("batch", "withdrawn", name="record_batch", condition=models.Q(batch__gt=0)),
        ),
    ]
