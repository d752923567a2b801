"""A process of its own that lives the story: `python -m tests.crash.child COMMAND FILE …`.

`live` notes each finished step in a file, so that after a crash it goes on with the step in which it died, as a
client does that was not answered; at the end it writes down the whole state.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

import django
import msgspec

os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.settings"
django.setup()

# Models can be imported only now.
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import models  # noqa: E402

from regulars.base.lake import Engine  # noqa: E402
from regulars.serve import migrate  # noqa: E402
from regulars.unify.customers.models import Consumer, Golden  # noqa: E402
from regulars.unify.customers.preparing import prepare as prepare_facts  # noqa: E402
from regulars.unify.facts import prepared  # noqa: E402
from regulars.unify.facts.fact import Fact  # noqa: E402
from regulars.unify.facts.lake import lake  # noqa: E402
from regulars.unify.facts.models import Seen, Source  # noqa: E402
from regulars.unify.facts.queries import source_ref  # noqa: E402
from regulars.unify.facts.services import create_source, take, take_staged  # noqa: E402
from regulars.unify.facts.tables import CUSTOMERS  # noqa: E402
from regulars.unify.identity.models import Identifier, Link, Redirect  # noqa: E402
from regulars.unify.orders.models import Order  # noqa: E402
from regulars.unify.road import Road, undoing  # noqa: E402
from tests.crash.story import ARRIVING, LIST, LIVE_BEFORE, RANGE, SOURCES, STORY, Take  # noqa: E402
from tests.entries import entries  # noqa: E402
from tests.oracle.saying import at  # noqa: E402

# Every batch counts as a large one, and goes person by person.
undoing.LARGE, undoing.KEYS = 0, 1
BATCH_FACTS = 4
FLUSH_EVERY = 3
SMALL_FILES = 4
HEARD_AT = at(100_000)
ROAD_APPS = ("facts", "identity", "customers", "orders", "privacy")
OF_THE_CLOCK = {"created_at", "decided_at", "rewritten_at", "vacuumed_at", "finished_at", "write_key"}


def prepare() -> None:
    """Tables and sources."""
    migrate.run()
    for name, kind in SOURCES.items():
        create_source(name, kind=kind, actor="system", region="TH")


def live(progress: Path, dump: Path) -> None:
    """The story from where it stopped, then the state."""
    done = progress.stat().st_size if progress.exists() else 0
    with progress.open("ab", buffering=0) as notes, Road(batch_facts=BATCH_FACTS) as road:
        for step in STORY[done:]:
            if isinstance(step, Take):
                hand_in(step)
            else:
                file_all(road, step.flush)
            notes.write(b".")
    dump.write_text(json.dumps(state(), indent=1))


def hand_in(request: Take) -> None:
    """Through the door, with keys and positions in place of names."""
    named = replace(request, facts=tuple(resolved(fact) for fact in request.facts))
    if named.prepared:
        path = prepared_file(named)
        take_staged(path, source=source_id(named.source), batch=named.batch, first=0, count=len(named.facts),
                    received_at=HEARD_AT)  # fmt: skip
        return
    take(named.facts, source=source_id(named.source), lane=named.lane, batch=named.batch, received_at=HEARD_AT)


def prepared_file(request: Take) -> Path:
    """The facts of an import, ready for the road."""
    source = source_ref(Source.objects.get(name=request.source))
    path = settings.DATA / "imports" / f"{request.facts[0].message_id}.arrow"
    path.parent.mkdir(exist_ok=True)
    with prepared.Writer(path, source) as writer:
        writer.add(prepare_facts(request.facts, source=source, batch=request.batch))
        writer.close()
    return path


def import_rows(progress: Path, dump: Path) -> None:
    """A list of many rows, filed range by range, then the state; the second life only files what waits."""
    if not progress.exists():
        hand_in(LIVE_BEFORE)
        path = prepared_file(LIST)
        for first in range(0, len(LIST.facts), RANGE):
            take_staged(path, source=source_id("list"), batch=LIST.batch, first=first, count=RANGE,
                        received_at=HEARD_AT)  # fmt: skip
        progress.write_bytes(b".")
    with Road(batch_facts=RANGE) as road:
        road.drain()
    dump.write_text(json.dumps(state(), indent=1))


def resolved(fact: Fact) -> Fact:
    if fact.decision is None:
        return fact
    says = {part: number_of(part, value) for part, value in fact.decision.items()}
    return msgspec.structs.replace(fact, decision=says)


def number_of(part: str, value: Any) -> Any:
    """What the road understands: keys for identifiers, positions for messages, ids for sources, µs for minutes."""
    match part, value:
        case _, (str(type_), str(named)):
            return Identifier.objects.get(type=type_, value=named, generation=0).key
        case "position", str(message):
            return Seen.objects.get(hash=blake2b(message.encode(), digest_size=16).digest()).position
        case "source", str(name):
            return source_id(name)
        case "at", int(minute):
            return at(minute)
    return value


def source_id(name: str) -> int:
    return Source.objects.get(name=name).pk


def file_all(road: Road, flush: bool) -> None:
    """Everything that waits, with a flush now and then, the index, and small files merged: what the loop does."""
    for turn in count(1):
        if not road.turn():
            break
        if flush and turn % FLUSH_EVERY == 0:
            road.flush()
    if flush:
        road.flush()
        road.searching.catch_up()
        road.flush()
        look_after_the_lake(road)


def look_after_the_lake(road: Road) -> None:
    """Forget who was erased, and merge even few files."""
    while road.upkeep.forget():
        pass
    for table, partition in road.writer.partitions_due(small_files=SMALL_FILES):
        road.writer.compact(table, partition)


def state() -> dict[str, list[str]]:
    """Every row of the road's tables and of the lake, in an order of its own; how far followers came is no state."""
    models_of_road = [model for label in ROAD_APPS for model in apps.get_app_config(label).get_models()]
    tables: dict[str, Iterable[str]] = {
        model._meta.db_table: rows_of(model) for model in models_of_road if model is not Consumer
    }
    engine = lake().engine()
    views = {f"lake.{name}": map(repr, view(engine, name)) for name in lake().tables}
    return {name: sorted(rows) for name, rows in (tables | views).items()}


def view(engine: Engine, name: str) -> list[dict[str, Any]]:
    """The rows of a lake table; a customer's position depends on where transactions end."""
    rows = engine.table(name)
    return engine.rows(rows.drop("position") if name == CUSTOMERS.name else rows).to_pylist()


def rows_of(model: type[models.Model]) -> Iterable[str]:
    """Rows without what only the clock decides."""
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in OF_THE_CLOCK]
    for row in model._default_manager.values_list(*columns):
        yield repr(tuple(bytes(value) if isinstance(value, memoryview) else value for value in row))


def flush_once(marker: Path) -> None:
    """File what arrives first, write the marker, and then let the lake follow."""
    for step in ARRIVING:
        hand_in(step)
    with Road() as road:
        while road.turn():
            pass
        marker.write_bytes(b".")
        road.flush()


def canonical(dump: Path) -> None:
    """What is there, with identifiers in place of keys and without positions, so that the order does not matter."""
    names = {row.key: [row.type, row.scope, row.value, row.generation] for row in Identifier.objects.all()}
    roots = dict(Redirect.objects.values_list("key", "root"))
    members: dict[int, list[list[Any]]] = {}
    for key, name in names.items():
        members.setdefault(roots.get(key, key), []).append(name)
    engine = lake().engine()
    events = engine.rows(engine.table("events")).to_pylist()
    golden = {row.root: entries(row.traits) for row in Golden.objects.all()}
    found: dict[str, list[Any]] = {
        "people": [[sorted(each), survivors(golden.get(root, {}))] for root, each in members.items()],
        "links": [
            [names[row.a], names[row.b], row.source, row.count, row.accepted, row.reason] for row in Link.objects.all()
        ],
        "orders": [[row.order_id, names[row.key], row.status, row.total, row.refunded] for row in Order.objects.all()],
        "events": [[row["message_id"], names[row["customer_key"]], str(row["occurred_at"])] for row in events],
        "seen": [bytes(row).hex() for row in Seen.objects.values_list("hash", flat=True)],
    }
    dump.write_text(json.dumps({part: sorted(rows) for part, rows in found.items()}, default=str))


def survivors(traits: dict[str, list[Any]]) -> list[list[Any]]:
    """Each golden value with its time and its message."""
    return sorted([name, value, occurred_at, message] for name, (value, occurred_at, *_, message) in traits.items())


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {
        "prepare": prepare,
        "live": live,
        "canonical": canonical,
        "flush_once": flush_once,
        "import_rows": import_rows,
    }
    commands[sys.argv[1]](*map(Path, sys.argv[2:]))
