"""Which columns serve which purposes: what no purpose needs is better left in the file."""

from collections.abc import Iterable

from regulars.base.fields.queries import find_field, purposes
from regulars.collect.files.mapping.columns import Column


def needed(columns: Iterable[Column]) -> dict[str, list[Column]]:
    """Purpose → the columns that may serve it; "" → those that serve none, or have no meaning.

    What tells people apart, and what they ordered, agreed to or earned, belongs to no field and serves every purpose.
    """
    found: dict[str, list[Column]] = {code: [] for code in ("", *(purpose.code for purpose in purposes()))}
    for column in columns:
        for code in served(column) or ("",):
            found.setdefault(code, []).append(column)
    return found


def served(column: Column) -> frozenset[str]:
    """The purposes that a column may serve."""
    of, _colon, name = column.target.partition(":")
    field = find_field(name) if of in {"trait", "identifier"} else None
    if field:
        return field.purposes
    if of == "consent":
        return frozenset({name})
    return frozenset(purpose.code for purpose in purposes()) if of and of != "trait" else frozenset()
