"""Everything the lake refuses or fails at; each message says what to do."""


class LakeError(Exception):
    """Base of all errors of the lake."""


class TableRefused(LakeError):
    """A table's declaration contradicts itself, or what the lake already holds."""


class TableUnknown(LakeError):
    """No table of this name was declared."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The lake has no table {name!r}: declare it when you make the Lake.")


class RowsRefused(LakeError):
    """Rows do not fit their table."""


class LeaseHeld(LakeError):
    """Another process holds the lease of the one writer."""


class CommitRefused(LakeError):
    """Somebody else wrote to the table, although this writer holds the lease."""


class QueryFailed(LakeError):
    """The engine could not run the query."""


class QueryRefused(QueryFailed):
    """The text is more than one plain SELECT over the lake's tables."""


class QueryTimeout(QueryFailed):
    """The query took longer than it may."""
