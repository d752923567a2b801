"""The pages about sources."""

from .acting import disable, enable, lift_plan, rotate
from .debugging import arrival, arrivals, live, rejection
from .listing import create, listing
from .planning import export, plan
from .showing import connect, schema, settings

__all__ = [
    "arrival",
    "arrivals",
    "connect",
    "create",
    "disable",
    "enable",
    "export",
    "lift_plan",
    "listing",
    "live",
    "plan",
    "rejection",
    "rotate",
    "schema",
    "settings",
]
