"""Adding customers by hand: a colleague's fact through the one door, and who might be meant already.

A value that belongs to somebody already never joins the new customer to them: it is written down as a trait alone.
Somebody without any value that identifies gets a number of the colleagues' own, so that they can be corrected later.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from regulars.base.fields.moments import now
from regulars.base.jobs.services import enqueue
from regulars.base.staff.queries import actor_of
from regulars.unify.facts import normalize, sql
from regulars.unify.facts.fact import Fact, Kind, raw
from regulars.unify.facts.identifiers import PERSON, TYPES, Ident, addressed
from regulars.unify.facts.queries import usual_region
from regulars.unify.facts.services import colleagues
from regulars.unify.identity import queries as identity
from regulars.unify.identity.errors import DecisionRefused, StillWaiting
from regulars.unify.identity.services import CUSTOMER, HandedIn, check_traits, hand_in
from regulars.unify.identity.waiting import PAGE_SECONDS, filed_at, wait

from . import owners
from .errors import NothingSaid
from .queries.listing import Row, golden_rows, rows_of
from .search import search
from .search.question import NAME

if TYPE_CHECKING:
    from regulars.base.staff.models import User

IDENTIFYING = ("member_card", "email", "phone")
MOST_ALIKE = 5
OWN_JOB = "customers.own_added"
LATER = timedelta(seconds=30)
"""The page does it at once where it can wait; the job is for where it cannot."""


class Alike(NamedTuple):
    """Somebody who may be meant: by a value that is theirs, or by a name written just so (empty type)."""

    row: Row
    type: str


def alike(traits: Mapping[str, Any], cards: Collection[str], *, user: "User") -> list[Alike]:
    """The customers whom this reader sees and who may be the same: by phone, e-mail or card first, then by name."""
    sight = user.sight
    found: dict[int, str] = {}
    for type_, value in identifying(traits, cards):
        keys = [one.key for one in identity.find_typed([type_], value) if sight.mask.sees(type_)]
        found = dict.fromkeys(identity.roots_of(keys).values(), type_) | found
    name = str(traits.get("name") or "")
    if name:
        hits = search(name, sight=sight, limit=MOST_ALIKE, fields=("name",), kinds=(PERSON,))
        found = {hit.root: "" for hit in hits if hit.rank >= NAME} | found
    seen = owners.reachable(found, sight)
    order = sorted(seen, key=lambda root: (found[root] == "", root))[:MOST_ALIKE]
    return [Alike(row, found[row.root]) for row in rows_of(golden_rows(order), sight.mask)]


def identifying(traits: Mapping[str, Any], cards: Collection[str]) -> list[tuple[str, str]]:
    """(type, value) of all that may identify somebody, in normal form."""
    said = [*(("member_card", card) for card in cards), *((type_, traits.get(type_)) for type_ in ("email", "phone"))]
    found = ((type_, normalize.identifier(type_, value, usual_region() or None)) for type_, value in said if value)
    return [(type_, value) for type_, value in found if value]


def free(found: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of these values that nobody has."""
    return [(type_, value) for type_, value in found if not identity.find_typed([type_], value)]


def add_customer(traits: Mapping[str, Any], cards: Collection[str] = (), *, user: "User") -> HandedIn:
    """Hand in a new customer. Raises NothingSaid, TraitInvalid."""
    said = filled(traits)
    found = identifying(said, cards)
    said |= {type_: value for type_, value in found if type_ in said}
    if not said and not found:
        raise NothingSaid
    if said:
        check_traits(said)
    nobodys = free(found)
    said |= {type_: value for type_, value in found if type_ not in said and (type_, value) not in nobodys}
    own = nobodys or [("external_id", str(uuid.uuid4()))]
    return handed(own, said, user)


def add_group(kind: str, traits: Mapping[str, Any], *, user: "User") -> HandedIn:
    """Hand in a new company or household. Raises NothingSaid, TraitInvalid."""
    said = filled(traits)
    if not said or not TYPES[kind].group:
        raise NothingSaid
    check_traits(said)
    own = addressed(Ident(kind, colleagues().namespace, str(uuid.uuid4())))
    return handed([own], said, user)


def filled(traits: Mapping[str, Any]) -> dict[str, Any]:
    """What was really said."""
    return {name: value for name, value in traits.items() if value not in (None, "", [])}


def handed(own: list[tuple[str, str]], said: dict[str, Any], user: "User") -> HandedIn:
    """Through the door, as a message whose id says who did; who sees only some looks after those whom they add."""
    actor = actor_of(user)
    fact = Fact(Kind.IDENTIFY, f"{actor}/{uuid.uuid4()}", now(), own, traits=raw(said))
    done = hand_in(fact, "customer.add", CUSTOMER, [], fields=said, actor=actor)
    if user.sight.owners is not None:
        told: dict[str, Any] = {"source": done.source, "message_id": done.message_id, "received_at": done.received_at}
        enqueue(OWN_JOB, run_after=timezone.now() + LATER, user=user.pk, **told)
    return done


def added_key(done: HandedIn, *, user: "User", patience: float = PAGE_SECONDS) -> int:
    """The key of whom was added, once the road has filed it. Raises StillWaiting, DecisionRefused."""
    wait(done, patience=patience)
    key = key_of(done.source, done.message_id)
    if key is None:
        raise StillWaiting
    if user.sight.owners is not None:
        owners.assign([key], user.pk, actor="system")
    return key


def key_of(source: int, message_id: str) -> int | None:
    """Under which key a message was filed; None while it waits."""
    digest = blake2b(message_id.encode(), digest_size=16).digest()
    rows = sql.run("SELECT key FROM seen WHERE source = %s AND hash = %s", source, digest)
    return int(rows[0][0]) if rows else None


def own(user_id: int, done: HandedIn) -> bool:
    """Make a colleague the owner of whom they added, unless somebody is. Raises StillWaiting."""
    try:
        is_filed = filed_at(done) is not None
    except DecisionRefused:
        return False
    key = key_of(done.source, done.message_id) if is_filed else None
    if key is None:
        raise StillWaiting
    if owners.owners_of([identity.root_of(key)]):
        return False
    return owners.assign([key], user_id, actor="system") > 0
