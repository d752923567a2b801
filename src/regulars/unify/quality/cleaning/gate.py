"""The gate that reads what arrives as the cleaning's rules say; what came stands in the source's list of arrivals."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from regulars.base.rules.folding import fold
from regulars.unify.facts import sql
from regulars.unify.facts.statement import Statement

from .meanings import meanings

Meanings = Mapping[str, Mapping[str, str]]

decode = msgspec.json.decode


def gate(statements: Sequence[Statement]) -> None:
    """Let the rules in force when a fact was heard read its traits, so that filing it again comes to the same."""
    if not any_rule():
        return
    known: dict[int, Meanings] = {}
    for statement in statements:
        if not statement.source.is_staff:
            at = statement.received_at
            if at not in known:
                known[at] = meanings(at)
            clean(statement, known[at])


def any_rule() -> bool:
    """Whether there ever was one."""
    return bool(sql.run("SELECT 1 FROM quality_cleaning_step WHERE is_rule LIMIT 1"))


def clean(statement: Statement, known: Meanings) -> None:
    """Read one statement's traits; a prepared one stays ready where no rule means it."""
    said = said_of(statement, known)
    changed = {field: after for field, before in said.items() if (after := read(before, known[field])) != before}
    if changed:
        statement.traits = statement.read() | changed


def said_of(statement: Statement, known: Meanings) -> dict[str, Any]:
    """What a statement says of the fields that have rules."""
    if statement.ready is None:
        return {field: statement.traits[field] for field in known.keys() & statement.traits.keys()}
    text = statement.ready.said
    if not any(f'"{field}"' in text for field in known):
        return {}
    return {field: said[0] for field, said in decode(text).items() if field in known}


def read(value: Any, meant: Mapping[str, str]) -> Any:
    """A value, or those of a list, as the rules have it."""
    if isinstance(value, list):
        return list(dict.fromkeys(read(one, meant) if isinstance(one, str) else str(one) for one in value))
    return meant.get(fold(value), value) if isinstance(value, str) else value
