"""The registry of sentences, and the kinds of events by which a timeline is filtered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.unify.customers.queries import Which
from regulars.unify.facts.commerce import OLDER

from .reading import word

Properties = Mapping[str, Any]
SHOWN_PROPERTIES = 4
SHOWN_LETTERS = 80
CALLS = {"page", "screen"}


@dataclass(frozen=True)
class Sentence:
    """What happened; `more` in a quieter tone. `tone` is "money", "ask" (something was left open) or nothing."""

    text: SafeString
    more: SafeString | str = ""
    tone: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of events; `types` are calls of the tracking API that belong to it whatever their name."""

    label: str | Promise
    types: frozenset[str] = frozenset()


Write = Callable[[Properties], Sentence]
KINDS: dict[str, Kind] = {}
_written: dict[str, tuple[str, Write]] = {}


def kind(code: str, label: str | Promise, *types: str) -> None:
    """Declare a kind; the timeline offers them in the order in which they are declared."""
    KINDS[code] = Kind(label, frozenset(types))


def sentence(of: str, *events: str) -> Callable[[Write], Write]:
    """The sentence for these events, which are of one kind, and for their older names."""
    older = [name for name, now in OLDER.items() if now in events]

    def register(write: Write) -> Write:
        _written.update(dict.fromkeys([*events, *older], (of, write)))
        return write

    return register


def which(code: str) -> Which | None:
    """The events of a kind; None for all."""
    if code == "other":
        return Which(frozenset(_written), frozenset().union(*(each.types for each in KINDS.values())), others=True)
    if code not in KINDS:
        return None
    return Which(frozenset(event for event, (of, _) in _written.items() if of == code), KINDS[code].types)


def sentence_of(type_: str, event: str, properties: Properties) -> Sentence:
    """One event in words."""
    if type_ in CALLS:
        return visit(type_, event, properties)
    known = _written.get(event)
    return unknown(event or type_, properties) if known is None else known[1](properties)


def visit(type_: str, event: str, properties: Properties) -> Sentence:
    """A page or a screen."""
    name = event or word(properties, "title", "path", "url")
    more = word(properties, "path", "url")
    text = _("Opened the screen {name}") if type_ == "screen" else _("Looked at the page {name}")
    return Sentence(format_html(text, name=bold(name or "–")), isolated(more) if more != name else "")


def unknown(event: str, properties: Properties) -> Sentence:
    """An event that nobody wrote a sentence for: its name, and the first of its plain properties."""
    plain = [(name, value) for name, value in properties.items() if isinstance(value, str | int | float)]
    shown = plain[:SHOWN_PROPERTIES]
    more = format_html_join(" · ", "{} <bdi>{}</bdi>", ((name, str(value)[:SHOWN_LETTERS]) for name, value in shown))
    return Sentence(bold(event), more)


def bold(text: str) -> SafeString:
    """What the sentence is about, isolated from the direction of the words around it."""
    return format_html("<b><bdi>{}</bdi></b>", text)


def isolated(text: str) -> SafeString | str:
    """Somebody's text between ours."""
    return format_html("<bdi>{}</bdi>", text) if text else ""


kind("orders", gettext_lazy("Orders"))
kind("carts", gettext_lazy("Carts and wishes"))
kind("visits", gettext_lazy("Visits"), "page", "screen")
kind("offers", gettext_lazy("Offers and messages"))
kind("account", gettext_lazy("Account"))
