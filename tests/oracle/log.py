"""What the oracle reads: a log of facts in position order, with the sources that said them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact


class Identifier(NamedTuple):
    """An identifier by name. The oracle has no keys: decisions of its log name identifiers like this."""

    type: str
    scope: str
    value: str
    generation: int = 0


@dataclass(frozen=True)
class Origin:
    """A source as the oracle knows it."""

    id: int
    kind: SourceKind
    namespace: str = "default"
    region: str = ""

    @property
    def trusted(self) -> bool:
        return not self.kind.is_public


@dataclass(frozen=True)
class Entry:
    """One fact at its position. A decision holds `Identifier`s where the real one holds keys."""

    position: int
    source: Origin
    fact: Fact
    batch: int = 0
    received_at: int = 0


def story(entries: Iterable[Entry]) -> str:
    """A log to be read by people: what was said at each position."""
    return "\n".join(map(_told, entries))


def _told(entry: Entry) -> str:
    fact = entry.fact
    whose = f"{entry.position:3} {entry.source.kind} {entry.source.id}" + f" batch {entry.batch}" * bool(entry.batch)
    if fact.decision:
        return f"{whose} decides {fact.decision}"
    said = " ".join(bytes(part).decode() for part in (fact.traits, fact.properties) if bytes(part))
    who = " ".join(f"{kind}={value}" for kind, value in fact.identifiers)
    return f"{whose} {fact.message_id} t={fact.occurred_at} {fact.kind} {fact.event}{fact.group} [{who}] {said}"


@dataclass(frozen=True)
class Rule:
    """An identifier type: whose it is, how many a person may have, and what it proves."""

    scope: str  # "", "namespace" or "source"
    limit: int
    anonymous: bool = False
    shareable: bool = False


CHANNELS = ("line", "wechat", "whatsapp", "telegram", "facebook", "instagram", "x", "linkedin")
RULES = {  # strongest first
    "user_id": Rule("namespace", 1),
    "external_id": Rule("source", 1),
    "member_card": Rule("", 5),
    "email": Rule("", 5),
    **{channel: Rule("namespace", 2) for channel in CHANNELS},
    "phone": Rule("", 5, shareable=True),
    "anonymous_id": Rule("", 50, anonymous=True),
    "device_id": Rule("", 50, anonymous=True),
    "push_token": Rule("", 50, anonymous=True),
    "row": Rule("batch", 1),
}
PRIORITY = {name: place for place, name in enumerate(RULES)}
GROUPS = ("company", "household")


def is_named(identifier: Identifier) -> bool:
    """Whether it tells who somebody is: neither anonymous nor made up for a fact that had no identifier."""
    return identifier.type not in GROUPS and identifier.type != "row" and not RULES[identifier.type].anonymous
