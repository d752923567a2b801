"""What is known of people, for taking it out of free texts and events that somebody may not read in full."""

from collections.abc import Collection, Iterator
from typing import Any

from regulars.base.fields.masks import Mask
from regulars.base.fields.redaction import Redactor
from regulars.base.fields.sealing import opened
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.identity import store


def redactor(keys: Collection[int], mask: Mask) -> Redactor:
    """For texts about one person with these keys."""
    if mask.is_whole:
        return Redactor(mask)
    return Redactor(mask, tuple(value for _, *value in known(keys)))  # type: ignore[misc]


def redactors(keys: Collection[int], mask: Mask) -> dict[int, Redactor]:
    """Key → for texts about the person of that key."""
    if mask.is_whole:
        return dict.fromkeys(keys, Redactor(mask))
    roots = store.roots_of(keys)
    root_of = {key: root for root, members in store.members_of(set(roots.values())).items() for key in members}
    said: dict[int, list[tuple[str, Any]]] = {}
    for key, name, value in known(root_of):
        said.setdefault(root_of[key], []).append((name, value))
    made = {root: Redactor(mask, tuple(said.get(root, ()))) for root in set(roots.values())}
    return {key: made[root] for key, root in roots.items()}


def known(keys: Collection[int]) -> Iterator[tuple[int, str, Any]]:
    """(key, field or identifier type, value) of whatever sources have said of these keys and still stands."""
    keys = list(keys)
    yield from sql.select_keys(
        "SELECT i.key, i.type, i.value FROM {given} JOIN identifier i ON i.key = given.key", keys
    )
    rows = sql.select_keys(
        "SELECT r.key, r.traits FROM {given} JOIN record r ON r.key = given.key WHERE r.withdrawn = 0", keys
    )
    for key, traits in rows:
        said_of = decode_traits(traits).items()
        yield from ((key, name, opened(name, said.value)) for name, said in said_of if said.value is not None)
