"""Values that appear on many people."""

from dataclasses import dataclass

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.identity import store
from regulars.unify.identity.models import Alarm

from .links import decisions_about, named
from .people import IdentifierValue


@dataclass(frozen=True)
class ValueAlarm:
    """A value on many people; `people` are those whose facts name it now, `decided` what was decided about it."""

    identifier: IdentifierValue
    people: int
    raised_position: int
    decided: tuple[str, ...]


def alarms() -> list[ValueAlarm]:
    """Open alarms, newest first."""
    rows = list(Alarm.objects.filter(closed_at=None).order_by("-raised_position"))
    keys = [row.key for row in rows]
    known, counts = named(keys), people_naming(keys)
    decided: dict[int, list[str]] = {}
    for decision in decisions_about(keys):
        decided.setdefault(decision.one.key, []).append(decision.kind)
    return [
        ValueAlarm(known[row.key], counts.get(row.key, 0), row.raised_position, tuple(decided.get(row.key, ())))
        for row in rows
        if row.key in known
    ]


def people_naming(keys: list[int]) -> dict[int, int]:
    """Value → how many people's facts name it; visitors who are only anonymous are not counted."""
    found = sql.select_keys(
        "SELECT DISTINCT l.b, l.a FROM {given} JOIN link l ON l.b = given.key AND l.a <> l.b AND l.withdrawn = 0", keys
    )
    filed = {a for _, a in found}
    people = {key for key, kind in store.types_of(filed).items() if not TYPES[kind.type].anonymous}
    roots = store.roots_of(people)
    naming: dict[int, set[int]] = {}
    for value, key in found:
        if key in people:
            naming.setdefault(value, set()).add(roots[key])
    return {value: len(found_roots) for value, found_roots in naming.items()}
