"""What was written about people while they were one: listed before they come apart, and moved to whom it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, signed_in
from regulars.unify.customers.plugs import Item, kept_for
from regulars.unify.customers.queries import Customer, redactor
from regulars.unify.customers.sheets.decisions import spoken
from regulars.unify.identity.queries import PersonAfter

from .loading import actor_names

MOST_LISTED = 100
PREFIX = "goes"


@dataclass(frozen=True)
class Going:
    """One thing that was written: the name of its choice in the form, and the key that it goes with now."""

    field: str
    label: str | Promise
    item: Item
    author: str
    home: int


@dataclass(frozen=True)
class Home:
    """One of the people who would be: the key that what is written goes to, and who that is in words."""

    key: int
    keys: frozenset[int]
    words: str


def homes_of(people: Sequence[PersonAfter]) -> list[Home]:
    """Those who would be, strangers left out."""
    return [
        Home(one.identifiers[0].key, frozenset(each.key for each in one.identifiers), spoken(one.identifiers[0]))
        for one in people
        if one.identifiers and not one.is_outsider
    ]


def going(request: HttpRequest, customer: Customer, homes: Sequence[Home], since: int) -> list[Going]:
    """What colleagues wrote since a moment (µs), and with whom it would go."""
    if len(homes) < 2:
        return []
    user, names = signed_in(request), actor_names()
    readable = redactor(customer.keys, user.sight.mask).text
    found = []
    for one in kept_for(user):
        for item in one.since(customer.keys, since) if one.since else ():
            home = next((each.key for each in homes if item.key in each.keys), None)
            if home is not None:
                shown = Item(item.id, item.key, readable(item.text), item.actor, item.at)
                author = names.get(item.actor, item.actor)
                found.append(Going(f"{PREFIX}-{one.name}-{item.id}", one.label, shown, author, home))
    if found:
        record("note.list", actor=actor_in(request), object_type="customer", keys={one.item.key for one in found})
    return found[:MOST_LISTED]


def move_what_was_chosen(request: HttpRequest, customer: Customer) -> None:
    """File each under the key that was chosen for it, while they still are one: only keys and items of theirs."""
    mine, actor = set(customer.keys), actor_in(request)
    for one in kept_for(signed_in(request)):
        if one.since is None or one.move is None or not request.user.has_perm("notes.edit"):
            continue
        here = {item.id: item.key for item in one.since(customer.keys, 0)}
        targets = chosen(request.POST, f"{PREFIX}-{one.name}-", here, mine)
        if targets:
            one.move(targets, actor=actor)


def chosen(given: Mapping[str, str], prefix: str, here: Mapping[int, int], mine: Collection[int]) -> dict[int, int]:
    """Item → key, for what is theirs and is to go elsewhere."""
    found = {}
    for name, value in given.items():
        number = name.removeprefix(prefix)
        if name.startswith(prefix) and number.isascii() and number.isdigit() and value.isascii() and value.isdigit():
            item, key = int(number), int(value)
            if item in here and key in mine and here[item] != key:
                found[item] = key
    return found
