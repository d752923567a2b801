"""Reads who is who, and why."""

from regulars.unify.identity.store import withdrawn_batches

from .alarms import ValueAlarm, alarms
from .links import LinkEvidence, StandingDecision, decisions_about, links_of, source_names
from .people import (
    IdentifierValue,
    find_identifiers,
    find_typed,
    identifiers,
    is_group,
    limits_passed,
    members,
    pick_identifier,
    root_of,
)
from .undo import PersonAfter, UndoPreview, undo_preview
from .why import Why, why

__all__ = [
    "IdentifierValue",
    "LinkEvidence",
    "PersonAfter",
    "StandingDecision",
    "UndoPreview",
    "ValueAlarm",
    "Why",
    "alarms",
    "decisions_about",
    "find_identifiers",
    "find_typed",
    "identifiers",
    "is_group",
    "limits_passed",
    "links_of",
    "members",
    "pick_identifier",
    "root_of",
    "source_names",
    "undo_preview",
    "why",
    "withdrawn_batches",
]
