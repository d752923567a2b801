"""Finds customers by the keys by which our own exports name them, and what such a file says anew."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.base.fields.masks import EVERYTHING, Sight
from regulars.base.staff.errors import UserUnknown
from regulars.base.staff.queries import NOTHING_AT_ALL, acting_user
from regulars.collect.files.mapping.reading import listed
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries.names import name_of
from regulars.unify.facts import sql
from regulars.unify.facts.fact import EMPTY, OVERWRITE, Fact
from regulars.unify.facts.identifiers import TYPES, Ident, addressed
from regulars.unify.identity import store
from regulars.unify.identity.marked import key_in

NAMELESS = "–"
Address = tuple[str, str]
decode, encode = msgspec.json.Decoder(dict[str, Any]).decode, msgspec.json.Encoder().encode


def sight_of(actor: str) -> Sight:
    """What the importer sees of customers; nobody where they are no colleague any more."""
    try:
        user = acting_user(actor)
    except UserUnknown:
        return NOTHING_AT_ALL
    return EVERYTHING if user is None else user.sight


class Named(NamedTuple):
    """Customers whom rows name by key: what each row is filed under, and by that the values that are known of them."""

    people: dict[str, list[Address]]
    values: dict[Address, dict[str, Any]]


def named_by(keys: Iterable[str], sight: Sight) -> Named:
    """Whom these keys name, each by an identifier that links nobody.

    Keys of nobody, and of customers whom `sight` does not reach, are not there: the two cannot be told apart.
    """
    wanted = {key: number for key in keys if (number := key_in(key)) is not None}
    named = Named({}, {})
    roots = store.roots_of(wanted.values())
    rows = stored_rows(reachable(set(roots.values()), sight))
    members = store.members_of(rows)
    best = addresses(key for mine in members.values() for key in mine)
    for key, number in wanted.items():
        root = roots[number]
        mine = [best[one] for one in members.get(root, ()) if one in best]
        if mine:
            address = addressed(min(mine)[-1])
            named.people[key] = [address]
            named.values[address] = values_of(rows[root][1])
    return named


def addresses(keys: Iterable[int]) -> dict[int, tuple[bool, int, int, Ident]]:
    """Key → its identifier, if it is still theirs; the least is best: theirs from the beginning, then the strongest."""
    rows = sql.select_keys(
        "SELECT i.key, i.generation, i.type, i.scope, i.value FROM {given} JOIN identifier i ON i.key = given.key"
        " WHERE i.ended_at IS NULL",
        keys,
    )
    return {
        key: (generation > 0, TYPES[type_].rank, key, Ident(type_, scope, value))
        for key, generation, type_, scope, value in rows
    }


def without_known(fact: Fact, named: Named) -> Fact:
    """The fact without what is known of whom it names by key: what we wrote into a file is nothing new.

    A unit stays whole as soon as a part of it is another, and so do columns that are to overwrite.
    """
    values = named.values.get(fact.identifiers[0]) if fact.identifiers else None
    if values is None or len(fact.traits) <= 2:
        return fact
    said = decode(fact.traits)
    unit_of = fields.current().unit_of
    news = {
        unit_of.get(name, name)
        for name, value in said.items()
        if fact.modes.get(name, 0) & OVERWRITE or not is_known(name, value, values)
    }
    left = {name: value for name, value in said.items() if unit_of.get(name, name) in news}
    if len(left) < len(said):
        fact.traits = msgspec.Raw(encode(left)) if left else EMPTY
        gone = {(name, value) for name, value in said.items() if name not in left and isinstance(value, str)}
        fact.identifiers = [one for one in fact.identifiers if one not in gone]
    return fact


def is_known(name: str, value: Any, values: Mapping[str, Any]) -> bool:
    """Whether a customer has this value already, as an export writes it."""
    known = values.get(name)
    if known == value and type(known) is type(value):
        return True
    if isinstance(known, list) and isinstance(value, list):
        return value == listed("; ".join(map(str, known)))
    return name == "name" and known is None and value == called(values)


def called(values: Mapping[str, Any]) -> str:
    """What an export calls a customer who has no name of their own; a card cannot be without."""
    others = (values[name] for name in ("company", "email", "phone") if values.get(name))
    return name_of(values) or str(next(others, NAMELESS))
