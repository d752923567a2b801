"""A process of its own that brings a file in: `python -m tests.collect.files.child FILE`; killed, it goes on.

With a number behind, it only previews the file, by processes beside if there are more rows than that."""

import json
import os
import resource
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.settings"
django.setup()

# Models can be imported only now.
from regulars.collect.files import queries, services  # noqa: E402
from regulars.collect.files.basis import Basis  # noqa: E402
from regulars.collect.files.enums import State  # noqa: E402
from regulars.collect.files.models import Import  # noqa: E402
from regulars.collect.files.running import handing, preparing, working  # noqa: E402
from regulars.serve import migrate  # noqa: E402
from regulars.unify.customers.models import Golden, Record  # noqa: E402
from regulars.unify.identity.models import Identifier, Link  # noqa: E402
from regulars.unify.road import Road  # noqa: E402

AHEAD = 1_000
BATCH_FACTS = 250


def bring(file: Path) -> None:
    """The file, from where an earlier process was killed; then what became of it."""
    handing.AHEAD = AHEAD
    migrate.run()
    row = queries.imports().first() or begun(file)
    if row.state == State.MAPPED:
        services.run(row.pk, actor="owner", is_queued=False)
    with Road(batch_facts=BATCH_FACTS) as road:
        ended = working.run_now(row.pk, listen=lambda *_: turn(road))
        road.drain()
    tables = (Golden, Record, Identifier, Link)
    sys.stdout.write(json.dumps([ended.state, ended.counts, [table.objects.count() for table in tables]]))


def turn(road: Road) -> None:
    """One transaction of the road."""
    road.turn()


def begun(file: Path) -> Import:
    """The file, read and decided about."""
    row = services.upload(file, file.name, actor="owner", source=services.file_source("Shop", actor="owner"))
    working.stage_now(row.pk)
    services.choose_mapping(row.pk, queries.guessed(row.pk), actor="owner")
    return services.set_basis(row.pk, Basis(origin="customers"), actor="owner")


def foresee(file: Path, few: int) -> None:
    """What it would do, told by processes beside this one if it has more rows than `few`; whether there were any."""
    migrate.run()
    preparing.FEW = few
    row = begun(file)
    services.preview(row.pk, actor="owner", is_queued=False)
    ended = working.preview_now(row.pk)
    beside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
    sys.stdout.write(json.dumps([ended.state, ended.counts, beside]))


if __name__ == "__main__":
    if sys.argv[2:]:
        foresee(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        bring(Path(sys.argv[1]))
