"""How far long work is, in words and figures."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.base.fields import display
from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.collect.files.told import Counts, PreviewRow, Progress

MINUTE, HOUR = 60, 3600


def tiles(counts: Counts) -> list[tuple[str, str, str]]:
    """The five counts: name, words, figure."""
    words = {
        "created": _("New customers"),
        "updated": _("Updated"),
        "merged": _("Joined"),
        "unchanged": _("Unchanged"),
        "rejected": _("Left out"),
    }
    return [(name, label, display.number(getattr(counts, name))) for name, label in words.items()]


def changes_of(row: PreviewRow) -> list[tuple[str, str, str]]:
    """What a row would change: label, before and after, "" for nothing."""
    return [
        (change.label, value_words(change.field, change.before), value_words(change.field, change.after))
        for change in row.changes
    ]


def value_words(name: str, value: Any) -> str:
    """A value as its reader writes it; what does not fit its field stays as it is."""
    field = find_field(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(value, list):
        return " · ".join(map(str, value))
    if field and field.type == Type.CHOICE:
        return str(field.words.get(value, value))
    if field and field.type == Type.DATE and isinstance(value, str):
        with suppress(ValueError):
            return display.day(dt.date.fromisoformat(value))
    return str(value)


def step_words(step: str) -> str:
    """What is being done."""
    return {
        "staging": _("Reading the file"),
        "preparing": _("Checking every row"),
        "comparing": _("Comparing with the customers you have"),
        "running": _("Importing"),
        "undoing": _("Taking back"),
    }.get(step, _("Waiting for its turn"))


def progress_words(progress: Progress) -> str:
    """How much of how much, and how long it still takes."""
    if not progress.total:
        return display.number(progress.done) if progress.done else ""
    words = _("%(done)s of %(total)s rows") % {
        "done": display.number(progress.done),
        "total": display.number(progress.total),
    }
    return f"{words} · {left_words(progress.seconds_left)}" if progress.seconds_left is not None else words


def left_words(seconds: int) -> str:
    """A time that is left, about."""
    if seconds < MINUTE:
        return _("less than a minute left")
    minutes = round(seconds / MINUTE)
    if seconds < HOUR:
        return ngettext("about a minute left", "about %(n)s minutes left", minutes) % {"n": display.number(minutes)}
    hours = round(seconds / HOUR)
    return ngettext("about an hour left", "about %(n)s hours left", hours) % {"n": display.number(hours)}


def pace_words(rows: int, microseconds: int) -> str:
    """Rows a second; "" before that can be told."""
    if microseconds < 1_000_000 or not rows:
        return ""
    return _("%(n)s rows a second") % {"n": display.number(round(rows * 1_000_000 / microseconds))}
