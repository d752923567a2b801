"""The timeline: events from the lake, decisions and corrections, by day and in sentences."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from regulars.base.fields import display
from regulars.unify.customers.queries import ConsentSaid, Cursor, Customer, Happening, Origin
from regulars.unify.customers.sentences import KINDS, Sentence, bold, sentence_of
from regulars.unify.facts.consent import EVERY
from regulars.unify.facts.enums import SourceKind

from .decisions import decided
from .traits import actor_of_edit
from .values import label, written

PAGE = 30
MINUTE = 60_000_000
DECISIONS = "decisions"
OTHER = "other"


@dataclass(frozen=True)
class Entry:
    """One thing that happened, at a moment in µs."""

    at: int
    position: int
    text: SafeString
    more: SafeString | str
    tone: str
    source: str
    times: int = 1


@dataclass(frozen=True)
class Day:
    """The entries of one day, newest first."""

    heading: str
    entries: tuple[Entry, ...]


def choices() -> dict[str, str | Promise]:
    """The kinds by which a timeline can be filtered."""
    declared = {code: kind.label for code, kind in KINDS.items()}
    return {
        "": gettext_lazy("Everything"),
        **declared,
        DECISIONS: gettext_lazy("Decisions and consent"),
        OTHER: gettext_lazy("Other"),
    }


def page_of(
    happened: Iterable[Happening], decisions: Iterable[Entry], before: Cursor | None
) -> tuple[list[Entry], str | None]:
    """One page of entries and the cursor of the next; `happened` are the newest events behind `before`."""
    behind = (one for one in decisions if before is None or (one.at, one.position) < before)
    entries = sorted([*map(entry_of, happened), *behind], key=lambda one: (one.at, one.position), reverse=True)
    page = entries[:PAGE]
    return page, cursor_of(page[-1]) if len(entries) >= PAGE else None


def entry_of(happening: Happening) -> Entry:
    """An event as an entry."""
    words: Sentence = sentence_of(happening.type, happening.event, happening.properties)
    return Entry(happening.occurred_at, happening.position, words.text, words.more, words.tone, happening.source)


def decided_entries(customer: Customer, actors: Mapping[str, str], said: Iterable[ConsentSaid]) -> list[Entry]:
    """What colleagues decided about a customer and corrected, and what was said of consent."""
    found = []
    for one in customer.decisions:
        words = decided(one, actors)
        found.append(Entry(one.at, one.position, escape(words.text), escape(words.actor), "", ""))
    return [*found, *corrections(customer, actors), *map(consent_entry, said)]


def corrections(customer: Customer, actors: Mapping[str, str]) -> Iterator[Entry]:
    """Each correction by a colleague, whether it still stands first or not, that changed what stood."""
    for trait, said in customer.provenance.items():
        origins = (said, *said.others)
        for origin in origins:
            is_edit = origin.source_kind == SourceKind.STAFF and origin.row
            if is_edit and origin.value != stood_before(origin, origins):
                yield correction(trait, origin, actors)


def stood_before(edit: Origin, origins: Iterable[Origin]) -> Any:
    """The value that a correction met: an address is corrected as a whole, and most of its parts stay."""
    before = [one for one in origins if one.occurred_at < edit.occurred_at]
    best = max(before, key=lambda one: (SourceKind(one.source_kind).rank, one.occurred_at), default=None)
    return best.value if best else None


def correction(trait: str, origin: Origin, actors: Mapping[str, str]) -> Entry:
    """One correction in words, and who made it."""
    value = written(trait, origin.value)
    if value:
        words = format_html(_("Corrected: {field} is {value}"), field=label(trait), value=bold(value))
    else:
        words = format_html(_("Corrected: {field} was taken away"), field=label(trait))
    actor = actor_of_edit(origin.message_id)
    return Entry(origin.occurred_at, origin.row, words, "", "", actors.get(actor, origin.source))


def consent_entry(said: ConsentSaid) -> Entry:
    """A yes or no in words."""
    use = _("every use") if said.use == EVERY else said.use
    words = _("Said yes to {use}") if said.is_given else _("Said no to {use}")
    tone = "" if said.is_given else "ask"
    return Entry(said.occurred_at, said.position, format_html(words, use=bold(use)), "", tone, said.source)


def days_of(entries: Sequence[Entry]) -> list[Day]:
    """Entries by day in the reader's zone; those whose time no calendar has are left out of days."""
    placed = [(day_of(entry.at), entry) for entry in told_once(entries)]
    return [
        Day(heading(day), tuple(entry for __, entry in group))
        for day, group in groupby(placed, key=lambda pair: pair[0])
    ]


def told_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """What was said several times in one minute in the same words becomes one entry with a count."""
    for __, group in groupby(entries, key=lambda one: (one.text, one.more, one.source, one.at // MINUTE)):
        first, *rest = group
        yield replace(first, times=1 + len(rest))


def day_of(at: int) -> dt.date | None:
    """The day of a moment; None where there is none."""
    try:
        return display.to_datetime(at).date() if at else None
    except OverflowError:
        return None


def heading(day: dt.date | None) -> str:
    """“Thursday, 19 Nov 2026”."""
    if day is None:
        return _("At an unknown time")
    words = pgettext("heading of a day", "{weekday}, {day}")
    return words.format(weekday=date_format(day, "l"), day=display.day(day))


def cursor_of(entry: Entry) -> str:
    """Where the next page begins, as it stands in an address."""
    return f"{entry.at}-{entry.position}"


def read_cursor(text: str) -> Cursor | None:
    """A cursor from an address; None for what is none."""
    at, dash, position = text.rpartition("-")
    try:
        return (int(at), int(position)) if dash else None
    except ValueError:
        return None
