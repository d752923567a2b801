"""Hands decisions to the road: each is checked, written to the audit trail and put into the inbox.

What they return can be waited for with `road.waiting.carry_out`. A decision about people names their strongest
identifiers, so that it stays true when they are merged or parted later.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now
from regulars.unify.facts import normalize
from regulars.unify.facts.fact import YEAR_2000, Fact, Kind, Lane, raw
from regulars.unify.facts.identifiers import Ident, addressed
from regulars.unify.facts.services import colleagues, take

from . import queries
from .errors import (
    AlreadyApart,
    AlreadyDecided,
    BatchUnknown,
    DecisionUnknown,
    ErasureFinal,
    GroupGiven,
    KeptApart,
    MomentInvalid,
    NotAddressable,
    NothingToChange,
    SameCustomer,
    SameKey,
    TraitInvalid,
)
from .models import Decision, Link
from .queries import IdentifierValue, StandingDecision
from .queries.undo import standing, standing_link

CUSTOMER, LINK, VALUE, BATCH, DECISION = "customer", "link", "identifier", "batch", "decision"


class HandedIn(NamedTuple):
    """A request that waits in the inbox: its id, and by what the road's tables know it."""

    inbox: int
    source: int
    message_id: str
    received_at: int


def merge_customers(a: int, b: int, *, actor: str) -> HandedIn:
    """Say that two people are one. Raises CustomerUnknown, SameCustomer, KeptApart, GroupGiven."""
    one, other = people(a, b)
    if one[0].key == other[0].key:
        raise SameCustomer
    parted = between(one, other)
    if parted is not None:
        raise KeptApart(position=parted.position)
    return decide("customer.merge", CUSTOMER, {"kind": "join", "a": one[0].key, "b": other[0].key}, actor=actor)


def keep_apart(a: int, b: int, *, actor: str) -> HandedIn:
    """Say that two are different people. Raises CustomerUnknown, SameKey, AlreadyApart, GroupGiven.

    While they are one, the two keys themselves say where to part them; else their strongest identifiers.
    """
    one, other = people(a, b)
    together = one[0].key == other[0].key
    first, second = (a, b) if together else (one[0].key, other[0].key)
    if first == second:
        raise SameKey
    parted = None if together else between(one, other)
    if parted is not None:
        raise AlreadyApart(position=parted.position)
    return decide("customer.apart", CUSTOMER, {"kind": "apart", "a": first, "b": second}, actor=actor)


def undo_link(link: str, *, actor: str) -> HandedIn:
    """Undo a link by its number, or a decision by "d" and its position.

    Raises LinkUnknown, LinkWithdrawn, DecisionUnknown, ErasureFinal.
    """
    if link.startswith("d"):
        return reverse_decision(standing(link).position, actor=actor)
    row = standing_link(link)
    said = {"kind": "withdraw", "a": row.a, "b": row.b, "source": row.source, "batch": row.batch}
    return decide("customer.undo", LINK, said, actor=actor)


def reverse_decision(position: int, *, actor: str) -> HandedIn:
    """Take a standing decision back. Raises DecisionUnknown, ErasureFinal."""
    found = standing(f"d{position}")
    if found.kind == "erase":
        raise ErasureFinal
    if found.kind == "reverse":
        raise DecisionUnknown(position=position)
    return decide("decision.reverse", DECISION, {"kind": "reverse", "position": position}, actor=actor)


def end_value(key: int, at: int | None = None, *, actor: str) -> HandedIn:
    """Say that a value changed hands at a moment (µs; None is now). Raises CustomerUnknown, MomentInvalid."""
    this_moment = now()
    moment = this_moment if at is None else at
    if not YEAR_2000 <= moment <= this_moment:
        raise MomentInvalid
    value_of(key)
    return decide("value.end", VALUE, {"kind": "end", "key": key, "at": moment}, actor=actor)


def block_value(key: int, *, actor: str) -> HandedIn:
    """Say that a value identifies nobody. Raises CustomerUnknown, AlreadyDecided."""
    return about_value("block", key, actor=actor)


def part_value(key: int, *, actor: str) -> HandedIn:
    """Part everyone whom a value joined. Raises CustomerUnknown, AlreadyDecided."""
    return about_value("part", key, actor=actor)


def quarantine_value(key: int, *, actor: str) -> HandedIn:
    """Let a value join nobody from now on. Raises CustomerUnknown, AlreadyDecided."""
    return about_value("quarantine", key, actor=actor)


def verify_value(key: int, way: str, *, actor: str) -> HandedIn:
    """Say that an identifier was confirmed by whose it is, in which `way` (a code of at most 40 characters).

    Raises CustomerUnknown, GroupGiven.
    """
    return answer_about("verify", key, way, actor=actor)


def dispute_value(key: int, way: str, *, actor: str) -> HandedIn:
    """Say that whoever was reached there knows nothing of the customer. Raises CustomerUnknown, GroupGiven."""
    return answer_about("dispute", key, way, actor=actor)


def answer_about(kind: str, key: int, way: str, *, actor: str) -> HandedIn:
    """verify or dispute a value, now; the last answer counts."""
    value_of(key)
    said = {"kind": kind, "key": key, "at": now(), "reason": way}
    return decide(f"value.{kind}", VALUE, said, actor=actor)


def withdraw_batch(batch: int, *, actor: str) -> HandedIn:
    """Undo an import. Raises BatchUnknown."""
    if batch <= 0 or not Link.objects.filter(batch=batch, withdrawn=0).exists():
        raise BatchUnknown(batch=batch)
    return decide("batch.withdraw", BATCH, {"kind": "withdraw", "batch": batch}, actor=actor)


def edit_customer(key: int, traits: Mapping[str, Any], *, actor: str) -> HandedIn:
    """Correct traits of somebody; None takes a value away. Raises CustomerUnknown, NothingToChange,
    TraitInvalid, NotAddressable.

    The edit carries one identifier, the strongest that is still theirs, so that it never links anyone.
    """
    check_traits(traits)
    address = address_of(queries.members(key))
    if address is None:
        raise NotAddressable
    fact = edit_of(address, traits, actor=actor)
    return hand_in(fact, "customer.edit", CUSTOMER, [address.key], fields=traits, actor=actor)


def edit_of(address: IdentifierValue, traits: Mapping[str, Any], *, actor: str) -> Fact:
    """The fact by which a colleague corrects traits of whoever has this identifier; its message id says who did."""
    ident = Ident(address.type, address.scope, address.value)
    return Fact(Kind.IDENTIFY, f"{actor}/{uuid.uuid4()}", now(), [addressed(ident)], traits=raw(dict(traits)))


def address_of(identifiers: Iterable[IdentifierValue]) -> IdentifierValue | None:
    """What an edit is filed under: the strongest identifier that did not change hands; None if all did."""
    return min((one for one in identifiers if one.ended_at is None), key=lambda one: one.strength, default=None)


def withdraw_edit(key: int, row: int, *, actor: str) -> HandedIn:
    """Take back what a colleague corrected: the record of this key and row. Raises CustomerUnknown."""
    queries.members(key)
    said = {"kind": "retract", "a": key, "source": colleagues().pk, "batch": row}
    return decide("customer.retract", CUSTOMER, said, actor=actor)


def check_traits(traits: Mapping[str, Any]) -> None:
    """Raises NothingToChange, TraitInvalid."""
    if not traits:
        raise NothingToChange
    problems = normalize.traits(traits, colleagues().region or None)[1]
    if problems:
        trait, doubt = problems[0]
        raise TraitInvalid(trait=trait, reason=normalize.complaint(trait, doubt))


def people(a: int, b: int) -> tuple[list[IdentifierValue], list[IdentifierValue]]:
    """The identifiers of two people, strongest first. Raises CustomerUnknown, GroupGiven."""
    one, other = queries.members(a), queries.members(b)
    check_person(one)
    check_person(other)
    return one, other


def check_person(identifiers: list[IdentifierValue]) -> None:
    """Raises GroupGiven."""
    if queries.is_group(identifiers[0]):
        raise GroupGiven(text=str(identifiers[0]))


def between(one: list[IdentifierValue], other: list[IdentifierValue]) -> StandingDecision | None:
    """The first decision that keeps two people apart, if there is one."""
    mine, others = {each.key for each in one}, {each.key for each in other}
    for decision in queries.decisions_about(mine):
        pair = {decision.one.key, decision.other.key}
        if decision.kind == "apart" and pair & mine and pair & others:
            return decision
    return None


def value_of(key: int) -> IdentifierValue:
    """The identifier of a key. Raises CustomerUnknown, GroupGiven."""
    one = next(each for each in queries.members(key) if each.key == key)
    check_person([one])
    return one


def about_value(kind: str, key: int, *, actor: str) -> HandedIn:
    """block, part or quarantine a value, once."""
    value_of(key)
    before = Decision.objects.filter(kind=kind, a=key, reversed_by=0).first()
    if before is not None:
        raise AlreadyDecided(position=before.position)
    return decide(f"value.{kind}", VALUE, {"kind": kind, "key": key}, actor=actor)


def decide(action: str, object_type: str, said: dict[str, Any], *, actor: str) -> HandedIn:
    """Hand in a decision. All but an end also say when it was decided."""
    moment = now()
    fact = Fact(Kind.DECISION, str(uuid.uuid4()), moment, decision={**said, "actor": actor})
    names = {
        CUSTOMER: ("a", "b"),
        LINK: ("a", "b"),
        VALUE: ("key",),
        BATCH: ("batch",),
        DECISION: ("position",),
    }
    keys = [said[name] for name in names[object_type] if name in said]
    return hand_in(fact, action, object_type, keys, actor=actor)


def hand_in(
    fact: Fact, action: str, object_type: str, keys: Iterable[int], fields: Iterable[str] = (), *, actor: str
) -> HandedIn:
    """Write the audit line and put the fact into the inbox: neither without the other."""
    source = colleagues().pk
    with transaction.atomic():
        record(action, actor=actor, object_type=object_type, keys=keys, fields=fields)
        inbox = take([fact], source=source, lane=Lane.DECISIONS, received_at=fact.occurred_at)
    return HandedIn(inbox, source, fact.message_id, fact.occurred_at)
