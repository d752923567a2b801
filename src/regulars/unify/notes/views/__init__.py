"""The pages of this app."""

from .filing import download, remove, show, upload
from .mentioning import colleagues, mentions
from .noting import add, change, edit, history

__all__ = ["add", "change", "colleagues", "download", "edit", "history", "mentions", "remove", "show", "upload"]
