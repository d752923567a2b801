from typing import Any

from django.db import migrations


def speak_from_the_usual_country(apps: Any, schema_editor: Any) -> None:
    sources = apps.get_model("facts", "Source").objects
    newest = sources.exclude(region="").order_by("-id").first()
    if newest:
        sources.filter(kind="staff", region="").update(region=newest.region)


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_first_key_of_a_day")]

    operations = [migrations.RunPython(speak_from_the_usual_country, migrations.RunPython.noop)]
