"""The audit trail as a CSV file, written a piece at a time, that no spreadsheet program takes for formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from io import StringIO

from django.utils import translation
from django.utils.translation import gettext as _

from regulars.base.audit.queries import Conditions, entries_page, subjects_after
from regulars.base.audit.sentences import Line, May, lines

AT_ONCE = 500
MOST_KEYS = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheet programs compute (OWASP, CSV injection)."""


def pieces(conditions: Conditions, *, may: May, with_texts: bool, language: str) -> Iterator[str]:
    """The file in pieces of some hundred lines, newest first; begins with a byte order mark, which Excel asks for."""
    with translation.override(language):
        yield "\ufeff" + written([columns()])
    cursor, is_last = "", False
    while not is_last:
        with translation.override(language):
            page = entries_page(conditions, cursor, AT_ONCE)
            yield written(row(one) for one in lines(page.entries, may=may, with_texts=with_texts))
        cursor, is_last = page.next, not page.next


def columns() -> list[str]:
    return [
        _("Entry"),
        _("When (UTC)"),
        _("Who"),
        _("Action"),
        _("What happened"),
        _("Kind of object"),
        _("Keys"),
        _("Fields"),
        _("Text"),
        _("Address"),
        _("Browser"),
    ]


def row(line: Line) -> list[str]:
    entry, origin = line.entry, line.origin
    keys = subjects_after(entry.id, None, MOST_KEYS + 1) if entry.subject_count else []
    more = ["…"] if len(keys) > MOST_KEYS else []
    return [
        str(entry.id),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        line.plain,
        entry.object_type,
        " ".join([*(str(key) for key in keys[:MOST_KEYS]), *more]),
        " ".join(entry.fields),
        line.text or "",
        origin.address if origin else "",
        origin.client if origin else "",
    ]


def written(rows: Iterable[Sequence[str]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue()


def safe(cell: str) -> str:
    """The same text, never computed; what reads it as plain CSV sees one apostrophe more."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
