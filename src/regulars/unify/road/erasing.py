"""Erase a person from the road's tables: identifiers that nobody else's facts name, and all that hangs on them."""

from collections.abc import Collection

from regulars.base import vault
from regulars.unify.customers import entries, projection
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import registries, sql
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.registries import Erased, ErasedIdentifier
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store
from regulars.unify.identity.models import LakeErasure
from regulars.unify.identity.refold import neighbours

from .scrub import identifier_bytes
from .world import World

BY_KEY = (
    "DELETE FROM link WHERE a IN (SELECT key FROM {given})",
    "DELETE FROM link WHERE b IN (SELECT key FROM {given})",
    "DELETE FROM record WHERE key IN (SELECT key FROM {given})",
    "DELETE FROM membership WHERE key IN (SELECT key FROM {given})",
    "DELETE FROM alarm WHERE key IN (SELECT key FROM {given})",
    "DELETE FROM decision WHERE a IN (SELECT key FROM {given})",
    "DELETE FROM decision WHERE b IN (SELECT key FROM {given})",
    "DELETE FROM redirect WHERE key IN (SELECT key FROM {given})",
    "DELETE FROM identifier WHERE key IN (SELECT key FROM {given})",
)


def erase_person(root: int, statement: Statement, world: World) -> set[int]:
    """Erase; returns the keys that stay and whose people must be folded again."""
    members = set(store.members_of([store.roots_of([root])[root]]).popitem()[1])
    erased = {
        identifier.key: identifier for identifier in read_identifiers(members - named_by_others(members, world.public))
    }
    stays = (neighbours(erased) | members) - erased.keys()
    event = Erased(statement.position, root, statement.fact.occurred_at, tuple(erased.values()))
    for projector in registries.projectors:
        projector.erase(event.keys, statement.position)
    for holder in registries.personal:
        holder.erase(event)
    stays |= take_out_claims(event, world)
    projection.remove(event.keys, event.position)
    for delete in BY_KEY:
        sql.run_keys(delete, event.keys)
    ask_the_lake(event)
    return stays


def take_out_claims(erased: Erased, world: World) -> set[int]:
    """Others who claimed in public to be this person keep their records, but not the values that were erased.

    Returns the keys whose records changed.
    """
    values = {identifier.ident.value for identifier in erased.identifiers}
    claimants = sql.select_keys(
        "SELECT DISTINCT l.a, l.source FROM {given} JOIN link l ON l.b = given.key", erased.keys
    )
    keys = {a for a, source in claimants if source in world.public and a not in erased.keys}
    rows = sql.select_keys(
        "SELECT r.key, r.source, r.batch, r.row, r.traits FROM {given} JOIN record r ON r.key = given.key", keys
    )
    changed = set()
    for *place, text in rows:
        traits = decode_traits(text)
        kept = {
            name: said for name, said in traits.items() if not (isinstance(said.value, str) and said.value in values)
        }
        if len(kept) < len(traits):
            sql.run(
                "UPDATE record SET traits = %s WHERE key = %s AND source = %s AND batch = %s AND row = %s",
                *(entries.write(kept), *place),
            )
            changed.add(place[0])
    return changed


def ask_the_lake(erased: Erased) -> None:
    """Note what the lake has to forget, partition by partition, in turns of its own."""
    hasher = vault.hasher("identifier")
    LakeErasure.objects.create(
        position=erased.position,
        keys=sorted(erased.keys),
        hashes=sorted(hasher(identifier_bytes(identifier.ident)).hex() for identifier in erased.identifiers),
    )


def named_by_others(members: Collection[int], public: Collection[int]) -> set[int]:
    """Members that the facts of somebody else name; only trusted sources count, hidden evidence too."""
    rows = sql.select_keys("SELECT l.b, l.a, l.source FROM {given} JOIN link l ON l.b = given.key", members)
    return {b for b, a, source in rows if a not in members and source not in public}


def read_identifiers(keys: Collection[int]) -> list[ErasedIdentifier]:
    """The identifiers that go, with the time in which they were this person's."""
    rows = sql.select_keys(
        "SELECT i.key, i.type, i.scope, i.value, i.generation, i.started_at, i.ended_at FROM {given}"
        " JOIN identifier i ON i.key = given.key",
        keys,
    )
    return [
        ErasedIdentifier(key, Ident(type_, scope, value), generation, started_at, ended_at)
        for key, type_, scope, value, generation, started_at, ended_at in rows
        if not TYPES[type_].group
    ]
