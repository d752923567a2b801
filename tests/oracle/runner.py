"""Hands a log to the real road and writes down, for the oracle, at which positions it was heard."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from django.conf import settings

from regulars.unify.customers import changes
from regulars.unify.facts.fact import Fact
from regulars.unify.facts.models import Source
from regulars.unify.facts.services import take
from regulars.unify.road import Road
from tests.oracle.canonical import read_tables
from tests.oracle.log import Entry, Identifier
from tests.oracle.logs import Request
from tests.oracle.reset import reset_road
from tests.oracle.saying import SOURCES


@dataclass
class Run:
    """One run: the entries for the oracle, and the requests as they were really submitted (with keys)."""

    road: Road
    entries: list[Entry] = field(default_factory=list)
    submitted: list[Request] = field(default_factory=list)
    waiting: list[tuple[Request, Request]] = field(default_factory=list)

    def drain(self) -> None:
        """Files all that waits; "lanes in order, oldest first inside a lane"."""
        self.road.drain()
        for symbolic, _ in sorted(self.waiting, key=lambda pair: pair[1].lane):
            for fact in symbolic.facts:
                self.entries.append(
                    Entry(len(self.entries) + 1, symbolic.source, fact, symbolic.batch, symbolic.received_at)
                )
        self.waiting = []
        if self.submitted:
            self.submitted[-1].drain = True

    def submit(self, request: Request, *, symbolic: Request) -> None:
        """One request through the door."""
        self.submitted.append(replace(request, drain=False))
        self.waiting.append((symbolic, request))
        hand_in(request)
        if request.drain:
            self.drain()


def prepare() -> None:
    """An empty road and lake with the sources of these stories."""
    reset_road()
    shutil.rmtree(settings.LAKE_URL, ignore_errors=True)
    for source in SOURCES:
        kind, name = source.kind, f"source {source.id}"
        Source.objects.update_or_create(
            pk=source.id, defaults={"name": name, "kind": kind, "write_key": name, "namespace": source.namespace}
        )


def run(requests: Iterable[Request], *, batch_facts: int = 1000, consumer: str = "") -> Run:
    """Runs a log from an empty database to its end. Decisions about what does not exist (any more) are left out.

    For a `consumer` all changes are kept.
    """
    prepare()
    if consumer:
        changes.pass_to(consumer, 0)
    with Road(batch_facts=batch_facts) as road:
        done = Run(road)
        for request in requests:
            if request.facts[0].decision is None:
                done.submit(request, symbolic=request)
            else:
                _decide(done, request)
        done.drain()
    return done


def replay(submitted: Iterable[Request], *, batch_facts: int, door: Callable[[Request], None] | None = None) -> None:
    """The same requests and pauses again, from an empty database; perhaps through another door."""
    prepare()
    with Road(batch_facts=batch_facts) as road:
        for request in submitted:
            (door or hand_in)(request)
            if request.drain:
                road.drain()


def split(submitted: Iterable[Request]) -> list[Request]:
    """The same facts at the same positions, each a request of its own."""
    return [
        replace(request, facts=[fact], drain=request.drain and place == len(request.facts))
        for request in submitted
        for place, fact in enumerate(request.facts, start=1)
    ]


def hand_in(request: Request) -> None:
    """Through the door."""
    source, batch = request.source.id, request.batch
    take(request.facts, source=source, lane=request.lane, batch=batch, received_at=request.received_at)


def _decide(done: Run, request: Request) -> None:
    """Replaces names by keys and message ids by positions, as the pages do before they submit."""
    if not _is_resolvable(done, request.facts[0]):
        done.drain()
    resolved = _resolved(done, request.facts[0])
    if resolved:
        by_key, by_name = (_said(request.facts[0], says) for says in resolved)
        done.submit(replace(request, facts=[by_key]), symbolic=replace(request, facts=[by_name]))


def _is_resolvable(done: Run, fact: Fact) -> bool:
    return _resolved(done, fact) is not None


def _resolved(done: Run, fact: Fact) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The decision with keys for the road, and by name for the oracle; None if it names what is not there."""
    tables, says = read_tables(), dict(fact.decision or {})
    keys = {name: key for key, name in tables.names.items()}
    if says["kind"] == "reverse":
        positions = [each.position for each in done.entries if each.fact.message_id == says["position"]]
        says = says | {"position": positions[0]} if positions else {}
        return (says, says) if says else None
    named = {part: value for part, value in says.items() if isinstance(value, Identifier)}
    if not set(named.values()) <= set(keys) or len(set(named.values())) < len(named):
        return None
    numbers = {part: keys[value] for part, value in named.items()}
    if "root" in numbers:
        numbers["root"] = tables.root(numbers["root"])
        named["root"] = tables.names[numbers["root"]]
    return says | numbers, says | named


def _said(fact: Fact, says: dict[str, Any]) -> Fact:
    return msgspec.structs.replace(fact, decision=says)
