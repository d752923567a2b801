"""The pages of imports: the list, and the steps that a file takes."""

from .basing import basis
from .listing import listing, template
from .looking import look
from .matching import add_field, column, columns
from .previewing import preview, repair
from .running import cancel, delete, pause, rejected, report, resume, run
from .undoing import undo
from .uploading import entry, upload

__all__ = [
    "add_field",
    "basis",
    "cancel",
    "column",
    "columns",
    "delete",
    "entry",
    "listing",
    "look",
    "pause",
    "preview",
    "rejected",
    "repair",
    "report",
    "resume",
    "run",
    "template",
    "undo",
    "upload",
]
