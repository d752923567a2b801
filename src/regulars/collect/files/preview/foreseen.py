"""What one fact does, told beforehand; and what it says, as filing it would keep it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from regulars.collect.files.enums import Outcome
from regulars.unify.customers.records import decode_traits, said_by
from regulars.unify.customers.survivorship import Said
from regulars.unify.facts.statement import Statement

FIRST_KEY = 1 << 61
"""Keys that only stand for identifiers nobody has heard of yet; above all that exist."""
Values = dict[str, Any]


class Foreseen(NamedTuple):
    """What one fact does. `root` is the customer as known before (0: nobody); `joined` those who become one.

    `before` and `after` are golden values, at least those that change; both empty where nobody asked for them and they
    are not known anyway. `reasons` say which links joined.
    """

    outcome: Outcome
    root: int = 0
    before: Values = {}
    after: Values = {}
    joined: tuple[int, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


def said_in(statement: Statement) -> dict[str, Said]:
    """The record that a fact makes."""
    ready = getattr(statement, "ready", None)
    if ready is not None:
        return decode_traits(ready.said) if ready.said else {}
    return said_by(statement, statement.traits)


def plain(survivors: Mapping[str, Any]) -> Values:
    """The values of golden traits, without their origin."""
    return {name: survivor.value for name, survivor in survivors.items()}
