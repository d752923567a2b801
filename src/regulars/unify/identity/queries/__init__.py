"""Reads who is who, and why."""

from regulars.unify.identity.store import members_of, roots_of, withdrawn_batches

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
from .undo import PersonAfter, UndoPreview, apart_preview, undo_preview
from .why import Tie, Why, why
from .words import identifier_type

__all__ = [
    "IdentifierValue",
    "LinkEvidence",
    "PersonAfter",
    "StandingDecision",
    "Tie",
    "UndoPreview",
    "ValueAlarm",
    "Why",
    "alarms",
    "apart_preview",
    "decisions_about",
    "find_identifiers",
    "find_typed",
    "identifier_type",
    "identifiers",
    "is_group",
    "limits_passed",
    "links_of",
    "members",
    "members_of",
    "pick_identifier",
    "root_of",
    "roots_of",
    "source_names",
    "undo_preview",
    "why",
    "withdrawn_batches",
]
