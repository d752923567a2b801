"""The plugs of the pages about one customer: what other apps tell in the timeline, and what they keep under keys."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from regulars.base.fields.masks import Mask

from .queries import Cursor, Customer
from .sheets.timeline import Entry

if TYPE_CHECKING:
    from regulars.base.staff.models import User

__all__ = ["Entry", "Item", "Kept", "Teller", "kept", "tellers"]

Tell = Callable[[Customer, Mask, Mapping[str, str], Cursor | None, int], list[Entry]]
"""Customer, what of them is seen, actor → name, where the page begins, how many → the newest entries behind that."""


@dataclass(frozen=True)
class Teller:
    """A kind of entries in the timeline that come from another app's tables."""

    kind: str
    label: str | Promise
    permission: str
    tell: Tell


@dataclass(frozen=True)
class Item:
    """One thing that a colleague wrote or added, under a key, at a moment in µs."""

    id: int
    key: int
    text: str
    actor: str
    at: int


@dataclass(frozen=True)
class Kept:
    """What an app keeps under the keys of customers: how many there are, and what a merge or an undo has to ask about.

    `since(keys, µs)` lists what was written from a moment on; `move({id: key}, actor=)` files it under other keys.
    """

    name: str
    label: str | Promise
    permission: str
    order: int
    count: Callable[[Collection[int]], int]
    since: Callable[[Collection[int], int], list[Item]] | None = None
    move: Callable[..., int] | None = None


tellers: list[Teller] = []
kept: list[Kept] = []


def tellers_for(user: "User") -> list[Teller]:
    """Those whose entries this person may see."""
    return [one for one in tellers if user.has_perm(one.permission)]


def kept_for(user: "User") -> list[Kept]:
    """What this person may know to be there, in order."""
    return sorted((one for one in kept if user.has_perm(one.permission)), key=lambda one: one.order)
