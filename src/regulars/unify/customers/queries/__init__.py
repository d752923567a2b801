"""Reads customers: finding them, their profile with its origins, their groups, and what happened."""

from .groups import Group
from .profile import Customer, Found, customer, find, find_typed, golden_together
from .provenance import Origin, Provenance
from .timeline import Cursor, Happening, Which, timeline

__all__ = [
    "Cursor",
    "Customer",
    "Found",
    "Group",
    "Happening",
    "Origin",
    "Provenance",
    "Which",
    "customer",
    "find",
    "find_typed",
    "golden_together",
    "timeline",
]
