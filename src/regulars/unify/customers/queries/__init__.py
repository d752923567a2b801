"""Reads customers: finding them, their profile with its origins, their groups, and what happened."""

from .consents import ConsentSaid, consents_said
from .groups import Group
from .joining import (
    PeopleAfter,
    UndoPreview,
    alarms,
    apart_preview,
    check_people,
    check_undo,
    decisions_about,
    undo_preview,
    why,
)
from .profile import (
    Customer,
    Found,
    LeftOut,
    customer,
    find,
    find_typed,
    golden_together,
    pick,
    provenance_together,
)
from .provenance import Origin, Provenance
from .redacting import redactor, redactors
from .seeing import check_editable
from .timeline import Cursor, Happening, Which, timeline

__all__ = [
    "ConsentSaid",
    "Cursor",
    "Customer",
    "Found",
    "Group",
    "Happening",
    "LeftOut",
    "Origin",
    "PeopleAfter",
    "Provenance",
    "UndoPreview",
    "Which",
    "alarms",
    "apart_preview",
    "check_editable",
    "check_people",
    "check_undo",
    "consents_said",
    "customer",
    "decisions_about",
    "find",
    "find_typed",
    "golden_together",
    "pick",
    "provenance_together",
    "redactor",
    "redactors",
    "timeline",
    "undo_preview",
    "why",
]
