"""The pages of this app."""

from .deciding import undo, value
from .editing import edit, withdraw
from .joining import apart, merge
from .listing import listing, suggest
from .moving import moving
from .page import page, panel, timeline

__all__ = [
    "apart",
    "edit",
    "listing",
    "merge",
    "moving",
    "page",
    "panel",
    "suggest",
    "timeline",
    "undo",
    "value",
    "withdraw",
]
