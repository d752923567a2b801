"""Parse: from a Fact as it came to a Statement in normal form. Pure, but for caches."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from regulars.base.fields.sealing import sealed_traits
from regulars.unify.facts import normalize

from .consent import preferences
from .fact import Fact, Kind
from .identifiers import AT, TYPES, Ident, Scope
from .statement import SourceRef, Statement

Hasher = Callable[[bytes], bytes]

decode_json = msgspec.json.decode
TRAIT_IDENTIFIERS = (
    ("email", "email"),
    ("phone", "phone"),
    ("member_card", "member_card"),
    ("memberCard", "member_card"),
    ("external_id", "external_id"),
    ("externalId", "external_id"),
)
FILLED = ("email", "phone")
ROW = "row:"
"""What the message id of a fact begins with that is known by its row in a file, and by nothing in it."""
LONGEST_ROW = 18


def parse(
    fact: Fact, *, source: SourceRef, batch: int, position: int, received_at: int, claim_hash: Hasher
) -> Statement:
    """The statement that a fact makes. `claim_hash` stands for what an anonymous public fact claims."""
    said = as_object(fact.traits)
    properties = rule_properties(fact, source)
    traits, group_traits = map(sealed_traits, split_traits(fact, source, said, properties))
    identifiers = order_identifiers(found_identifiers(fact, source, said, properties), source, fact, batch, claim_hash)
    traits |= consent_of(fact)
    if not source.is_public and not source.is_staff:
        fill_traits(traits, identifiers)
    return Statement(
        position=position,
        received_at=received_at,
        source=source,
        batch=batch,
        fact=fact,
        hash=message_hash(fact.message_id, batch),
        digest=digest_of(fact),
        identifiers=identifiers,
        traits=traits,
        group=group_of(fact, source),
        group_traits=group_traits,
        claims=[] if source.is_public else claims_of(fact, traits),
    )


def as_object(raw: msgspec.Raw) -> dict[str, Any]:
    """The JSON object in `raw`; anything else counts as empty."""
    value = decode_json(raw) if len(raw) > 2 else {}
    return value if isinstance(value, dict) else {}


def message_hash(message_id: str, batch: int) -> bytes:
    """16 bytes by which a message is known again: of a file's row its place, since each file has a row 1."""
    place = message_id.removeprefix(ROW)
    if batch and place != message_id and place.isdecimal() and len(place) <= LONGEST_ROW:
        return row_hash(batch, int(place))
    return blake2b(message_id.encode(), digest_size=16).digest()


def row_hash(batch: int, row: int) -> bytes:
    """The hash of a message that is known by its row in a file."""
    return batch.to_bytes(8, "big") + row.to_bytes(8, "big")


def digest_of(fact: Fact) -> int:
    """A signed 64-bit digest of what a fact says, to tell a redelivery from a conflict."""
    about = f"{fact.kind}\0{fact.event}\0{fact.group}\0{fact.identifiers}"
    return digest(b"\0".join((about.encode(), fact.traits, fact.properties)))


def digest(said: bytes) -> int:
    """A signed 64-bit digest."""
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)


def rule_properties(fact: Fact, source: SourceRef) -> dict[str, Any]:
    """An event's properties, parsed only where one of the source's rules looks at them."""
    applies = any(rule["event"] in {fact.event, "*"} for rule in source.rules)
    return as_object(fact.properties) if applies and fact.kind == Kind.TRACK else {}


def split_traits(
    fact: Fact, source: SourceRef, said: dict[str, Any], properties: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the fact says of the customer, and what of the group, both in normal form."""
    if fact.kind == Kind.GROUP:
        return {}, normalize.traits(said, source.region)[0] if said else {}
    if properties:
        said = {
            rule["trait"]: properties[rule["property"]]
            for rule in source.rules
            if "trait" in rule and rule["event"] in {fact.event, "*"} and rule["property"] in properties
        }
    elif fact.kind != Kind.IDENTIFY:
        return {}, {}
    return normalize.traits(said, source.region)[0] if said else {}, {}


def consent_of(fact: Fact) -> dict[str, bool]:
    """What the call's context says of consent, under reserved names; any call may."""
    return preferences(as_object(fact.context)) if b'"consent' in bytes(fact.context) else {}


def found_identifiers(
    fact: Fact, source: SourceRef, said: dict[str, Any], properties: dict[str, Any]
) -> Iterable[tuple[str, Any]]:
    """Every (type, raw value) that the fact names, as found. What a colleague edits never identifies anyone."""
    yield from fact.identifiers
    if fact.kind == Kind.IDENTIFY and not source.is_staff:
        yield from ((type_, said[name]) for name, type_ in TRAIT_IDENTIFIERS if said.get(name))
    for rule in source.rules if properties else ():
        value = properties.get(rule["property"])
        if "identifier" in rule and value and rule["event"] in {fact.event, "*"}:
            yield rule["identifier"], value


@lru_cache(maxsize=4096)
def scope_of(type_: str, source: SourceRef) -> str:
    """Where a value of this type from this source is unique."""
    scope = TYPES[type_].scope
    return {Scope.GLOBAL: "", Scope.NAMESPACE: source.namespace, Scope.SOURCE: str(source.id)}[scope]


@lru_cache(maxsize=50_000)
def normal_identifier(type_: str, value: Any, source: SourceRef, batch: int = 0) -> Ident | None:
    """The identifier in normal form; None for an unknown type or a value that identifies nobody.

    A colleague, and a file of a colleague's, names one that stands already as `type@scope`, whoever's it is: see
    `identifiers.addressed`. Nothing that comes from outside is of a batch.
    """
    code, is_addressed, scope = type_.partition(AT)
    if is_addressed:
        may = source.is_staff or (batch > 0 and not source.is_public)
        return Ident(code, scope, value) if may and code in TYPES and isinstance(value, str) else None
    declared = TYPES.get(type_)
    if declared is None or declared.group or type_ == "row":
        return None
    normal = normalize.identifier(type_, value, source.region)
    return None if normal is None else Ident(type_, scope_of(type_, source), normal)


def order_identifiers(
    found: Iterable[tuple[str, Any]], source: SourceRef, fact: Fact, batch: int, claim_hash: Hasher
) -> list[Ident]:
    """What the fact is filed under, then its further identifiers, strongest first."""
    normal = dict.fromkeys(
        ident
        for type_, value in found
        if isinstance(value, str | int | float) and (ident := normal_identifier(type_, value, source, batch))
    )
    ranked = sorted(normal, key=lambda ident: TYPES[ident.type].rank)
    if source.is_public:
        ranked = public_identifiers(ranked, source, claim_hash)
    return ranked or [Ident("row", f"{source.id}:{batch}", fact.message_id)]


def public_identifiers(ranked: list[Ident], source: SourceRef, claim_hash: Hasher) -> list[Ident]:
    """A public fact is filed under its anonymous id, and may claim one person."""
    anonymous = [ident for ident in ranked if TYPES[ident.type].anonymous][:1]
    claims = [ident for ident in ranked if not TYPES[ident.type].anonymous][:1]
    if not anonymous and claims:
        said = "\0".join((str(source.id), *claims[0])).encode()
        anonymous = [Ident("anonymous_id", "claim", claim_hash(said).hex())]
    return anonymous + claims


def fill_traits(traits: dict[str, Any], identifiers: list[Ident]) -> None:
    """A trusted source's e-mail or phone identifier also fills its trait."""
    for ident in identifiers:
        if ident.type in FILLED and ident.type not in traits:
            traits[ident.type] = ident.value


def group_of(fact: Fact, source: SourceRef) -> Ident | None:
    """The company or household that a group call names."""
    if fact.kind != Kind.GROUP or not fact.group:
        return None
    kind = fact.group_kind if fact.group_kind in {"company", "household"} else "company"
    value = normalize.identifier(kind, fact.group, source.region)
    return None if value is None else Ident(kind, source.namespace, value)


def claims_of(fact: Fact, traits: dict[str, Any]) -> list[tuple[str, str]]:
    """The name and birthday that an identify call states, as evidence about who this is."""
    if fact.kind != Kind.IDENTIFY:
        return []
    parts = [part for part in (traits.get("first_name"), traits.get("last_name")) if isinstance(part, str) and part]
    name = traits.get("name") or " ".join(parts)
    birthday = traits.get("birthday")
    claims = [("name", name)] if isinstance(name, str) and name else []
    return [*claims, ("birthday", birthday)] if isinstance(birthday, str) and birthday else claims
