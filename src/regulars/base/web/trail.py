"""The plugs of the audit trail, for apps that lie below it, and for all that tell it their words.

The trail registers itself at start. Every app declares in its module `acts` what its audit lines say: `acts` by code,
and `things` by object type; who speaks for a kind of actor ("user", "source", "key") adds to `names`, and who keeps
values that are no field of the dictionary adds to `fields` what they are called.
"""

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Group:
    """What kind of act it is, for the filter of the audit page."""

    code: str
    label: Words


SEEN = Group("seen", _("Seen"))
SEARCHED = Group("searched", _("Searched"))
EXPORTED = Group("exported", _("Exported"))
CHANGED = Group("changed", _("Changed"))
REVEALED = Group("revealed", _("Revealed"))
SENT = Group("sent", _("Sent"))
SIGNED_IN = Group("signed-in", _("Signed in and out"))
ACCESS = Group("access", _("Staff and access"))
SETTINGS = Group("settings", _("Settings"))
GROUPS = (SEEN, SEARCHED, EXPORTED, CHANGED, REVEALED, SENT, SIGNED_IN, ACCESS, SETTINGS)


@dataclass(frozen=True)
class Act:
    """An action in words: whole sentences with %(who)s, where it fits %(whom)s, and in `many` %(n)s.

    `one` is said about one object or about none in particular, `many` (from `ngettext_lazy` with "n") about several.
    """

    code: str
    group: Group
    one: Words
    many: Any = None


@dataclass(frozen=True)
class Thing:
    """Objects of one type: `words` with %(key)s, such as "customer 123"; `url` is the name of a page that takes a key.

    `names` gives what people call them, which is then said instead. Keys of one `space` mean the same whatever the
    type: a customer's is also an identifier's.
    """

    type: str
    words: Words
    url: str = ""
    permission: str = ""
    names: Callable[[Collection[int]], Mapping[int, str]] | None = None
    space: str = ""


@dataclass(frozen=True)
class Origin:
    """Where an act came from: a network address or "shell", and the browser in words. Personal: it can be erased."""

    address: str
    client: str = ""


acts: dict[str, Act] = {}
things: dict[str, Thing] = {}
names: dict[str, Callable[[Collection[int]], Mapping[int, str]]] = {}
fields: dict[str, Words] = {}
writers: list[Callable[..., Any]] = []
origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def add_acts(*declared: Act) -> None:
    """Tell what these actions say. Raises ValueError for one that is declared twice."""
    for act in declared:
        if act.code in acts:
            raise ValueError(f"The action {act.code} is declared twice.")
        acts[act.code] = act


def add_things(*declared: Thing) -> None:
    """Tell what objects of these types are called."""
    things.update({thing.type: thing for thing in declared})


def note(action: str, *, actor: str, **about: Any) -> None:
    """Add a line to the audit trail; `about` is what `audit.services.record` takes. Raises LookupError without one."""
    if not writers:
        raise LookupError("No audit trail has registered itself.")
    for write in writers:
        write(action, actor=actor, **about)
