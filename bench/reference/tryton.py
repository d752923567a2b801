"""Reference for `regulars bench import`: the same rows through Tryton's party import (`import_data`) on SQLite.

The clock starts behind the first hundred rows. Runs in an environment of its own.
Run: tryton.py CSV FOLDER; prints rows per second.
"""

import csv
import json
import sys
import time
from pathlib import Path

from trytond.backend import Database
from trytond.config import config
from trytond.pool import Pool
from trytond.transaction import Transaction

NAME = "reference"
WARM_ROWS = 100
FIELDS = "code name addresses/street addresses/city addresses/postal_code".split()
MECHANISMS = ["contact_mechanisms/type", "contact_mechanisms/value"]

config.set("database", "uri", "sqlite://")
config.set("database", "path", sys.argv[2])
with Transaction().start(None, 0, autocommit=True) as transaction:
    transaction.database.create(transaction.connection, NAME)
with Transaction().start(NAME, 0):
    Database(NAME).init()
Pool(NAME).init(update=["ir", "res", "country", "party"], lang=["en"])
Pool.start()
pool = Pool(NAME)
pool.init()
given = []
with Path(sys.argv[1]).open(encoding="utf-8") as file:
    for row in csv.DictReader(file):
        name = f"{row['first_name']} {row['last_name']}"
        whole = [row["customer_id"], name, row["street"], row["city"], row["postal_code"]]
        given.append([*whole, "email", row["email"]])
        given.append([*[""] * len(whole), "phone", row["phone"]])
warm = 2 * WARM_ROWS
with Transaction().start(NAME, 1) as transaction:
    pool.get("party.party").import_data(FIELDS + MECHANISMS, given[:warm])
    transaction.commit()
started = time.perf_counter()
with Transaction().start(NAME, 1) as transaction:
    pool.get("party.party").import_data(FIELDS + MECHANISMS, given[warm:])
    transaction.commit()
rows = len(given[warm:]) / 2
sys.stdout.write(json.dumps({"rows_per_second": rows / (time.perf_counter() - started)}))
