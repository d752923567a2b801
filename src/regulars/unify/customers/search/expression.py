"""Terms joined by *and* and *or*: one tree, written in the language of either index."""

from collections.abc import Iterable
from typing import Literal, NamedTuple


class Joined(NamedTuple):
    """Several parts, all of which or one of which is asked for; without parts it asks for what never is."""

    by: Literal["and", "or"]
    parts: tuple["Expression", ...]


Expression = str | Joined
"""One term, or several joined."""
NOTHING = Joined("or", ())


def any_of(*parts: Expression) -> Expression:
    """One of these; what finds nothing is left out."""
    kept = flat("or", parts)
    return kept[0] if len(kept) == 1 else Joined("or", kept)


def all_of(*parts: Expression) -> Expression:
    """All of these; nothing if there are none, or if one of them finds nothing."""
    if not parts or NOTHING in parts:
        return NOTHING
    kept = flat("and", parts)
    return kept[0] if len(kept) == 1 else Joined("and", kept)


def flat(by: str, parts: Iterable[Expression]) -> tuple[Expression, ...]:
    """The parts, each once, with those in the place of a part that joins its own the same way."""
    found: dict[Expression, None] = {}
    for part in parts:
        found |= dict.fromkeys(part.parts if isinstance(part, Joined) and part.by == by else (part,))
    return tuple(found)


def for_sqlite(expression: Expression) -> str:
    """In the language of FTS5; a term holds no quote."""
    return text_of(expression, {"and": " AND ", "or": " OR "}, '"{}"')


def for_postgresql(expression: Expression) -> str:
    """In the language of tsquery; a term holds no quote."""
    return text_of(expression, {"and": " & ", "or": " | "}, "'{}'").replace("\\", "\\\\")


def text_of(expression: Expression, signs: dict[str, str], quoted: str) -> str:
    """The expression with these signs between its parts."""
    if isinstance(expression, str):
        return quoted.format(expression)
    return f"({signs[expression.by].join(text_of(part, signs, quoted) for part in expression.parts)})"
