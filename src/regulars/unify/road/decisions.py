"""Carry out decisions: keep them, and fold again what they touch.

A decision that names what does not exist (any more) is refused, with its reason, like any fact.
"""

from collections.abc import Callable, Collection
from typing import Any

from regulars.base.fields.moments import DAY
from regulars.unify.customers import changes, projection
from regulars.unify.customers.enums import What
from regulars.unify.facts import registries, sql
from regulars.unify.facts.statement import Statement
from regulars.unify.identity import store
from regulars.unify.identity.refold import refold

from . import erasing, withdrawals
from .world import World

Keys = set[int]

WITHDRAWN_STAYS = DAY
"""How long the lake keeps the events of a withdrawn batch; after that the file has to be imported again."""


def apply(statement: Statement, world: World) -> None:
    """Carry out one decision inside the caller's transaction; sets `refused` if it cannot be."""
    said = statement.fact.decision or {}
    kind = said.get("kind")
    act = ACTS.get(kind) if isinstance(kind, str) else None
    if act is None:
        statement.refused = "unknown_decision"
        return
    keys = act(statement, said, world)
    if not statement.refused:
        world.read_decisions()
        spread(keys, statement.position, world)


def spread(keys: Collection[int], position: int, world: World) -> None:
    """Fold again the closure of these keys, and make anew all that follows from it."""
    closure = refold(keys, world.public, world.standing, position)
    projection.refresh(closure | set(keys), world.sources, position)
    for projector in registries.projectors:
        projector.rebuild(closure, position)


def keep(statement: Statement, said: dict[str, Any], **columns: int) -> None:
    """Store a decision."""
    row = {name: number(said, name) for name in ("a", "b", "source", "batch", "at")} | columns
    sql.run(
        "INSERT INTO decision (position, kind, a, b, source, batch, at, actor, decided_at, reason,"
        " reversed_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0)",
        statement.position,
        said["kind"],
        *(row[name] for name in ("a", "b", "source", "batch", "at")),
        str(said.get("actor", "system"))[:100],
        statement.fact.occurred_at,
        str(said.get("reason", ""))[:40],
    )


def number(said: dict[str, Any], name: str) -> int:
    """An integer of a decision; 0 if it is missing or no integer."""
    value = said.get(name, 0)
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
    return value if fits else 0


def exist(statement: Statement, keys: Collection[int]) -> bool:
    """Whether all these keys exist; refuses the decision otherwise."""
    if len(store.types_of(keys)) == len(set(keys)):
        return True
    statement.refused = "unknown_key"
    return False


def pair(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """join and apart: two different keys."""
    a, b = number(said, "a"), number(said, "b")
    if a == b:
        statement.refused = "same_key"
    elif exist(statement, {a, b}):
        keep(statement, said)
    return {a, b}


def value(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """block, part and quarantine: one value."""
    key = number(said, "key")
    if exist(statement, {key}):
        keep(statement, said, a=key)
        sql.run("UPDATE alarm SET closed_at = %s WHERE key = %s AND closed_at IS NULL", statement.received_at, key)
    return {key}


def quarantine(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """Refuses only later links; the alarm stays open until somebody decides."""
    key = number(said, "key")
    if exist(statement, {key}):
        keep(statement, said, a=key)
    return {key}


def end(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """The value changed hands at a moment: later facts go to a new generation."""
    key = number(said, "key")
    if exist(statement, {key}):
        keep(statement, said, a=key)
        set_end(key)
    return {key}


def answer(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """verify and dispute: whoever was asked said that a value is theirs, or is not."""
    key = number(said, "key")
    if exist(statement, {key}):
        keep(statement, said, a=key)
        set_verified(key, statement.position)
    return {key}


def set_verified(key: int, position: int) -> None:
    """The newest standing answer says since when a value is verified; the customer counts as changed."""
    sql.run(
        "UPDATE identifier SET verified_at = (SELECT CASE WHEN d.kind = 'verify' THEN d.at END FROM decision d"
        " WHERE d.a = %s AND d.kind IN ('verify', 'dispute') AND d.reversed_by = 0 ORDER BY d.position DESC LIMIT 1)"
        " WHERE key = %s",
        *(key, key),
    )
    changes.note(position, dict.fromkeys(store.roots_of({key}).values(), What.UPDATED))


def set_end(key: int) -> None:
    """The newest standing decision says when the value changed hands."""
    sql.run(
        "UPDATE identifier SET ended_at = (SELECT d.at FROM decision d WHERE d.a = %s AND d.kind = 'end'"
        " AND d.reversed_by = 0 ORDER BY d.position DESC LIMIT 1) WHERE key = %s",
        key,
        key,
    )


def withdraw(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """Hide a source's evidence for a pair, or a whole batch."""
    a, b, source, batch = (number(said, name) for name in ("a", "b", "source", "batch"))
    keys = withdrawals.hide_pair(a, b, source, batch, statement.position) if a else set()
    if not a and batch > 0:
        keys = withdrawals.hide_batch(batch, statement.position)
    if not keys and not (not a and withdrawals.is_there(batch, statement.position)):
        statement.refused = "nothing_to_withdraw"
        return set()
    if not is_kept(statement.position):
        keep(statement, said)
    return keys


def is_kept(position: int) -> bool:
    """Whether the decision at this position is stored: a large withdrawal begins before its request is filed."""
    return bool(sql.run("SELECT 1 FROM decision WHERE position = %s", position))


def retract(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """Hide one edit of a colleague: `batch` is its row."""
    key, source, row = (number(said, name) for name in ("a", "source", "batch"))
    keys = withdrawals.hide_edit(key, source, row, statement.position)
    if not keys:
        statement.refused = "nothing_to_withdraw"
        return set()
    keep(statement, said)
    return keys


def reverse(statement: Statement, said: dict[str, Any], _: World) -> Keys:
    """Take a standing decision back."""
    rows = sql.run(
        "SELECT position, kind, a, b, source, batch, decided_at FROM decision WHERE position = %s AND reversed_by = 0",
        number(said, "position"),
    )
    if not rows or rows[0][1] in {"erase", "reverse"}:
        statement.refused = "nothing_to_reverse"
        return set()
    position, kind, a, b, source, batch, decided_at = rows[0]
    if kind == "withdraw" and not a and decided_at < statement.fact.occurred_at - WITHDRAWN_STAYS:
        statement.refused = "too_late"
        return set()
    sql.run("UPDATE decision SET reversed_by = %s WHERE position = %s", statement.position, position)
    keep(statement, said, a=a, b=b, source=source, batch=batch)
    if kind == "end":
        set_end(a)
    if kind in {"verify", "dispute"}:
        set_verified(a, statement.position)
    if kind == "retract":
        return withdrawals.show_edit(a, source, batch, position)
    if kind == "withdraw":
        return withdrawals.show(position, a, b, source, batch)
    return {key for key in (a, b) if key}


def erase(statement: Statement, said: dict[str, Any], world: World) -> Keys:
    """Forget a person; what is returned are the neighbours that stay."""
    root = number(said, "root")
    if not exist(statement, {root}):
        return set()
    keep(statement, said, a=0)
    return erasing.erase_person(root, statement, world)


ACTS: dict[str, Callable[[Statement, dict[str, Any], World], Keys]] = {
    "join": pair,
    "apart": pair,
    "block": value,
    "part": value,
    "quarantine": quarantine,
    "end": end,
    "verify": answer,
    "dispute": answer,
    "withdraw": withdraw,
    "retract": retract,
    "reverse": reverse,
    "erase": erase,
}
