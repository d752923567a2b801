"""The pages of this app."""

from .adding import add
from .deciding import undo, value
from .editing import edit, history, one, withdraw
from .joining import apart, merge
from .listing import listing, suggest
from .looking_after import assign, colleagues, tag, tag_names
from .many import export_many, fetch, own_many, put_away, tag_many
from .moving import moving
from .page import page, timeline
from .panels import panel
from .related import related
from .revealing import reveal_value
from .saved import change, choose_columns, delete, move, save

__all__ = [
    "add",
    "apart",
    "assign",
    "change",
    "choose_columns",
    "colleagues",
    "delete",
    "edit",
    "export_many",
    "fetch",
    "history",
    "listing",
    "merge",
    "move",
    "moving",
    "one",
    "own_many",
    "page",
    "panel",
    "put_away",
    "related",
    "reveal_value",
    "save",
    "suggest",
    "tag",
    "tag_many",
    "tag_names",
    "timeline",
    "undo",
    "value",
    "withdraw",
]
