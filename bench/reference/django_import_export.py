"""Reference for `regulars bench import`: the same rows through django-import-export into one table of SQLite.

Nothing is validated or matched. `plain` is a resource as its manual begins with, `bulk` one with everything that its
manual advises for speed. The clock starts behind the first hundred rows. Runs in an environment of its own.
Run: django_import_export.py CSV FOLDER plain|bulk; prints rows per second.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings

WARM_ROWS = 100
FIELDS = (
    "customer_id email phone first_name last_name birthday gender street city postal_code country language"
).split()
settings.configure(
    INSTALLED_APPS=["import_export"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{sys.argv[2]}/reference.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    IMPORT_EXPORT_USE_TRANSACTIONS=True,
    USE_TZ=True,
)
django.setup()

from django.db import connection, models  # noqa: E402
from import_export import resources  # noqa: E402
from tablib import Dataset  # noqa: E402

columns = {name: models.CharField(max_length=200, db_index=name in {"email", "phone"}) for name in FIELDS}
columns["customer_id"] = models.CharField(max_length=50, unique=True)
told = {"__module__": "reference", "Meta": type("Meta", (), {"app_label": "import_export"})}
Customer = type("Customer", (models.Model,), {**columns, **told})


plain = {"model": Customer, "fields": FIELDS, "import_id_fields": ("customer_id",)}
bulk = {"use_bulk": True, "batch_size": 1000, "skip_diff": True, "report_skipped": False, "force_init_instance": True}
meta = type("Meta", (), plain | (bulk if sys.argv[3] == "bulk" else {}))
CustomerResource = type("CustomerResource", (resources.ModelResource,), {"Meta": meta})


with connection.schema_editor() as editor:
    editor.create_model(Customer)
data = Dataset().load(Path(sys.argv[1]).read_text(encoding="utf-8"), format="csv")
first, rest = (Dataset(*rows, headers=data.headers) for rows in (data[:WARM_ROWS], data[WARM_ROWS:]))
CustomerResource().import_data(first, raise_errors=True)
started = time.perf_counter()
CustomerResource().import_data(rest, raise_errors=True)
seconds = time.perf_counter() - started
assert Customer.objects.count() == len(data)
sys.stdout.write(json.dumps({"rows_per_second": len(rest) / seconds}))
