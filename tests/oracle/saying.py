"""Short ways to write facts and logs in tests."""

from itertools import count
from typing import Any

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind, raw, time_flags
from tests.oracle.log import Entry, Identifier, Origin

SERVER = Origin(1, SourceKind.SERVER)
TILL = Origin(2, SourceKind.TILL)
FILE = Origin(3, SourceKind.FILE)
BROWSER = Origin(4, SourceKind.BROWSER)
FORM = Origin(5, SourceKind.FORM)
STAFF = Origin(6, SourceKind.STAFF)
BRAND = Origin(7, SourceKind.SERVER, "brand")
PIXEL = Origin(8, SourceKind.PIXEL, "brand")
SHOP = Origin(9, SourceKind.SHOP, "brand")
SOURCES = (SERVER, TILL, FILE, BROWSER, FORM, STAFF, BRAND, PIXEL, SHOP)

NOTHING = raw({})
MINUTE = 60_000_000
START = 1_767_225_600_000_000  # 2026-01-01


def at(minute: int) -> int:
    """A moment in µs, some minutes after the start of these stories."""
    return START + minute * MINUTE


def identify(*identifiers: tuple[str, str], minute: int = 0, message: str = "", **traits: Any) -> Fact:
    """Traits of whoever the identifiers name."""
    return _fact(Kind.IDENTIFY, identifiers, minute, message, traits=raw(traits))


def track(event: str, *identifiers: tuple[str, str], minute: int = 0, message: str = "", **properties: Any) -> Fact:
    """Something that happened."""
    return _fact(Kind.TRACK, identifiers, minute, message, event=event, properties=raw(properties))


def group(group_id: str, *identifiers: tuple[str, str], kind: str = "household", **rest: Any) -> Fact:
    """Whoever the identifiers name belongs to a group; the rest is minute, message and the group's traits."""
    minute, message = rest.pop("minute", 0), rest.pop("message", "")
    return _fact(Kind.GROUP, identifiers, minute, message, group=group_id, group_kind=kind, traits=raw(rest))


def decision(kind: str, *, minute: int = 0, message: str = "", **says: Any) -> Fact:
    """What a colleague decided; identifiers by name."""
    return _fact(Kind.DECISION, (), minute, message, decision={"kind": kind, **says})


def _fact(kind: Kind, identifiers: tuple, minute: int, message: str, **rest: Any) -> Fact:
    moment = at(minute)
    rest = {name: value for name, value in rest.items() if value != NOTHING}
    return Fact(kind, message, moment, list(identifiers), flags=time_flags(moment, at(100_000)), **rest)


def log(*said: tuple) -> list[Entry]:
    """Entries at positions 1, 2, …; each said is (source, fact) or (source, batch, fact)."""
    return [_entry(position, *each) for position, each in zip(count(1), said, strict=False)]


def _entry(position: int, source: Origin, *rest: Any) -> Entry:
    *batches, fact = rest
    fact.message_id = fact.message_id or f"m{position:04}"
    return Entry(position, source, fact, batches[0] if batches else 0, fact.occurred_at)


def user(value: str, namespace: str = "default") -> Identifier:
    return Identifier("user_id", namespace, value)


def email(value: str, generation: int = 0) -> Identifier:
    return Identifier("email", "", value, generation)


def phone(value: str, generation: int = 0) -> Identifier:
    return Identifier("phone", "", value, generation)


def anonymous(value: str) -> Identifier:
    return Identifier("anonymous_id", "", value)


def card(value: str) -> Identifier:
    return Identifier("member_card", "", value)
