"""A small business with a real road: says facts and decisions at fixed times, and files them at once."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, Lane, raw
from regulars.unify.facts.models import Counter, Source
from regulars.unify.facts.services import take
from regulars.unify.identity.models import Identifier, Redirect
from regulars.unify.road import Road

MINUTE = 60_000_000
SOURCES = {
    "Web": (SourceKind.BROWSER, ""),
    "Form": (SourceKind.FORM, "TH"),
    "Server": (SourceKind.SERVER, "TH"),
    "Till": (SourceKind.TILL, "TH"),
    "List": (SourceKind.FILE, "TH"),
    "Colleagues": (SourceKind.STAFF, "TH"),
}


def moment(text: str) -> int:
    """µs of "2026-03-01 09:00" (UTC)."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


class Scene:
    """Sources by name; each request is heard at its facts' time, a minute after the one before."""

    def __init__(self, start: str = "2026-03-01 09:00") -> None:
        self.clock = moment(start)
        self.numbers = count(1)
        self.sources = {name: add_source(name, *about) for name, about in SOURCES.items()}
        self.road = Road()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.road.close()

    def tick(self) -> int:
        """A minute later."""
        self.clock += MINUTE
        return self.clock

    def fact(self, kind: str, identifiers: Iterable[tuple[str, str]] = (), **said: Any) -> Fact:
        """A fact that happens now; traits, properties and context are given as dicts."""
        objects: dict[str, Any] = {name: raw(said.pop(name, {})) for name in ("traits", "properties", "context")}
        message_id = said.pop("message_id", f"m{next(self.numbers)}")
        occurred_at = said.pop("occurred_at", self.clock)
        return Fact(kind, message_id, occurred_at, list(identifiers), **objects, **said)

    def hand_in(self, source: str, *facts: Fact, batch: int = 0) -> None:
        """Through the door, without waiting for the road."""
        staff = source == "Colleagues"
        lane = Lane.IMPORTS if batch else Lane.DECISIONS if staff else Lane.LIVE
        take(facts, source=self.sources[source], lane=lane, batch=batch, received_at=self.clock)

    def say(self, source: str, *facts: Fact, batch: int = 0) -> None:
        """Through the door and down the road."""
        self.hand_in(source, *facts, batch=batch)
        self.road.drain()

    def identify(self, source: str, *identifiers: tuple[str, str], batch: int = 0, row: int = 0, **traits: Any) -> None:
        """One identify call, filed."""
        self.tick()
        self.say(source, self.fact(Kind.IDENTIFY, identifiers, traits=traits, row=row), batch=batch)

    def track(self, source: str, event: str, *identifiers: tuple[str, str], batch: int = 0, **properties: Any) -> None:
        """One event, filed."""
        self.tick()
        self.say(source, self.fact(Kind.TRACK, identifiers, event=event, properties=properties), batch=batch)

    def decide(self, kind: str, **said: Any) -> int:
        """A colleague's decision, filed; its position."""
        self.tick()
        self.say("Colleagues", self.fact(Kind.DECISION, decision={"kind": kind, **said, "actor": "owner"}))
        return last_position()


def add_source(name: str, kind: SourceKind, region: str) -> int:
    """A source with a known write key; its id."""
    source = Source.objects.create(name=name, kind=kind, write_key=f"key-of-{name}", region=region)
    return int(source.pk)


def last_position() -> int:
    """The newest position of the road."""
    return Counter.objects.get(name="position").next - 1


def key_of(type_: str, value: str, generation: int = 0) -> int:
    """The key of an identifier in normal form."""
    return int(Identifier.objects.get(type=type_, value=value, generation=generation).key)


def root_of(key: int) -> int:
    """The person a key belongs to."""
    redirect = Redirect.objects.filter(key=key).first()
    return key if redirect is None else int(redirect.root)


def person(type_: str, value: str, generation: int = 0) -> int:
    """The root of the person who has an identifier."""
    return root_of(key_of(type_, value, generation))
