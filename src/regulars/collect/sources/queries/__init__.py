"""Reads what sources sent, and how they keep to their plans."""

from .debugger import Arrival, Cursor, Line, Refused, arrival, arrivals, lines, rejected, rejection
from .overview import SourceLine, has_sent, overview
from .plans import PlanVersion, ViolationLine, plan_in_force, plan_versions, proposed_plan, violations
from .schema import EventLine, PropertyLine, schema

__all__ = [
    "Arrival",
    "Cursor",
    "EventLine",
    "Line",
    "PlanVersion",
    "PropertyLine",
    "Refused",
    "SourceLine",
    "ViolationLine",
    "arrival",
    "arrivals",
    "has_sent",
    "lines",
    "overview",
    "plan_in_force",
    "plan_versions",
    "proposed_plan",
    "rejected",
    "rejection",
    "schema",
    "violations",
]
