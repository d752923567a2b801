"""Words that customers stores."""

from enum import StrEnum


class What(StrEnum):
    """What became of a golden row; REMOVED: it is gone (joined to a lower root, parted, without evidence, erased)."""

    CREATED = "created"
    UPDATED = "updated"
    REMOVED = "removed"
