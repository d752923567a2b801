"""From a fact to what it says: under whom it is filed, whom else it names, and which traits it states.

Quotes in this folder are from the specification of the road; each function follows one rule.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from regulars.base import vault
from regulars.unify.facts import normalize
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.oracle.log import PRIORITY, RULES, Entry, Identifier, Origin

# (type, scope, value) → the generation in force when the fact occurred
Generation: TypeAlias = Callable[[str, str, str], int]


@dataclass(frozen=True)
class Heard:
    """One fact, read: who, whom else, what."""

    entry: Entry
    filing: Identifier
    further: tuple[Identifier, ...]
    group: Identifier | None
    traits: dict[str, Any]
    group_traits: dict[str, Any]

    @property
    def position(self) -> int:
        return self.entry.position

    @property
    def message(self) -> tuple[int, str]:
        return self.entry.source.id, self.entry.fact.message_id

    @property
    def names(self) -> list[str]:
        """ "distinct names (trait name, or first_name + " " + last_name)" """
        whole = self.traits.get("name") or " ".join(
            part for part in (self.traits.get("first_name"), self.traits.get("last_name")) if part
        )
        return [whole] if whole and self.entry.fact.kind == Kind.IDENTIFY else []

    @property
    def birthdays(self) -> list[str]:
        """Birthdays that the fact claims."""
        day = self.traits.get("birthday")
        return [day] if day and self.entry.fact.kind == Kind.IDENTIFY else []


def read(entry: Entry, generation: Generation) -> Heard:
    """The fact of an entry, read with the generations in force."""
    stated = _stated_traits(entry)
    mentioned = _by_strength(_mentioned(entry, generation))
    filing, further = _filing(entry, mentioned)
    filing = filing._replace(generation=generation(*filing[:3]))
    group = _group(entry, generation)
    is_identify = entry.fact.kind == Kind.IDENTIFY
    traits = (stated if is_identify else {}) | _filled(entry, [filing, *further], stated if is_identify else {})
    return Heard(entry, filing, further, group, traits, stated if group else {})


def parse(raw: msgspec.Raw) -> dict[str, Any]:
    """A JSON object of a fact."""
    return json.loads(bytes(raw)) if bytes(raw) else {}


def _stated_traits(entry: Entry) -> dict[str, Any]:
    traits, _problems = normalize.traits(parse(entry.fact.traits), entry.source.region or None)
    return dict(traits)


def _mentioned(entry: Entry, generation: Generation) -> Iterator[Identifier]:
    """ "what the door put into fact.identifiers, plus for identify: traits.email, traits.phone, traits.member_card";
    of an edit only fact.identifiers."""
    for kind, text in _raw_identifiers(entry):
        value = normalize.identifier(kind, text, entry.source.region or None)
        if value is not None:
            scope = _scope(entry.source, kind)
            yield Identifier(kind, scope, value, generation(kind, scope, value))


def _raw_identifiers(entry: Entry) -> Iterator[tuple[str, Any]]:
    """ "an edit carries one identifier, so that it never links" """
    yield from entry.fact.identifiers
    if entry.fact.kind == Kind.IDENTIFY and entry.source.kind != SourceKind.STAFF:
        traits = parse(entry.fact.traits)
        yield from ((name, traits[name]) for name in ("email", "phone", "member_card") if traits.get(name) is not None)


def _scope(source: Origin, kind: str) -> str:
    return {"": "", "namespace": source.namespace, "source": str(source.id)}[RULES[kind].scope]


def _by_strength(mentioned: Iterator[Identifier]) -> list[Identifier]:
    """ "priority above; several of one type: the order in the fact" """
    return sorted(dict.fromkeys(mentioned), key=lambda identifier: PRIORITY[identifier.type])


def _filing(entry: Entry, mentioned: list[Identifier]) -> tuple[Identifier, tuple[Identifier, ...]]:
    if not mentioned:
        return Identifier("row", f"{entry.source.id}:{entry.batch}", entry.fact.message_id), ()
    if entry.source.trusted:
        return mentioned[0], tuple(mentioned[1:])
    return _public_filing(entry.source, mentioned)


def _public_filing(source: Origin, mentioned: list[Identifier]) -> tuple[Identifier, tuple[Identifier, ...]]:
    """ "Filed under its first anonymous-type identifier …; the only further is its strongest non-anonymous one." """
    anonymous = [identifier for identifier in mentioned if RULES[identifier.type].anonymous]
    claims = [identifier for identifier in mentioned if not RULES[identifier.type].anonymous]
    filing = anonymous[0] if anonymous else claim_key(source, claims[0])
    return filing, tuple(claims[:1])


def claim_key(source: Origin, claim: Identifier) -> Identifier:
    """ "(none: anonymous_id with scope "claim" made from source and claim)" """
    made_from = "\0".join((str(source.id), claim.type, claim.scope, claim.value))
    return Identifier("anonymous_id", "claim", vault.keyed_hash("claim", made_from.encode()).hex())


def _group(entry: Entry, generation: Generation) -> Identifier | None:
    if entry.fact.kind != Kind.GROUP or not entry.fact.group:
        return None
    kind, scope = entry.fact.group_kind or "company", entry.source.namespace
    return Identifier(kind, scope, entry.fact.group, generation(kind, scope, entry.fact.group))


def _filled(entry: Entry, identifiers: list[Identifier], stated: dict[str, Any]) -> dict[str, Any]:
    """ "a trusted source's e-mail or phone identifier fills the trait (if the fact states no such trait)" """
    if not entry.source.trusted or entry.source.kind == SourceKind.STAFF:
        return {}
    filled: dict[str, Any] = {}
    for identifier in identifiers:
        if identifier.type in {"email", "phone"} and identifier.type not in stated:
            filled.setdefault(identifier.type, identifier.value)
    return filled
