"""What values mean at the doors, by the rules that steps of cleaning left."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from regulars.base.rules.folding import fold
from regulars.unify.facts.statement import Statement
from regulars.unify.quality.models import CleaningStep

Meanings = Mapping[str, Mapping[str, str]]

decode = msgspec.json.decode


def meanings(at: int) -> dict[str, dict[str, str]]:
    """Field → folded value → what it means at the doors at a moment; of two rules the later one holds."""
    found: dict[str, dict[str, str]] = {}
    for step in CleaningStep.objects.filter(is_rule=True, made_at__lte=at).order_by("made_at", "pk"):
        if step.rule_until is None or at < step.rule_until:
            found.setdefault(step.field, {}).update({fold(value): step.into for value in step.values})
    return found


def clean(statement: Statement, known: Meanings) -> None:
    """Read one statement's traits; a prepared one stays ready where no rule means it."""
    said = said_of(statement, known)
    ways = {field: partial(at_the_doors, known[field]) for field in said}
    changed = {field: after for field, before in said.items() if (after := read(before, ways[field])) != before}
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


def at_the_doors(meant: Mapping[str, str], value: str) -> str:
    """What arrives, whatever its case and width."""
    return meant.get(fold(value), value)


def read(value: Any, mean: Callable[[str], str]) -> Any:
    """A value, or those of a list, as they are meant; doubles that this makes are one."""
    if isinstance(value, list):
        return list(dict.fromkeys(mean(one) if isinstance(one, str) else str(one) for one in value))
    return mean(value) if isinstance(value, str) else value
