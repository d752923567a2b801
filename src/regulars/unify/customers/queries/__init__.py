"""Reads customers: finding them, their profile with its origins, their groups, and what happened."""

from .consents import ConsentSaid, consents_said
from .groups import Group
from .profile import Customer, Found, customer, find, find_typed, golden_together
from .provenance import Origin, Provenance
from .timeline import Cursor, Happening, Which, timeline

__all__ = [
    "ConsentSaid",
    "Cursor",
    "Customer",
    "Found",
    "Group",
    "Happening",
    "Origin",
    "Provenance",
    "Which",
    "consents_said",
    "customer",
    "find",
    "find_typed",
    "golden_together",
    "timeline",
]
