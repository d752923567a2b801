"""Tells webhooks what became of customers: keys and names only, from the changes, each said once."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from regulars.base.fields.moments import now
from regulars.base.webhooks.enums import MessageType
from regulars.base.webhooks.queries import anyone_listens
from regulars.base.webhooks.services import Announcement, emit
from regulars.unify.customers import changes
from regulars.unify.customers.changes import Change
from regulars.unify.customers.enums import What
from regulars.unify.facts import sql
from regulars.unify.facts.counters import last_position
from regulars.unify.facts.identifiers import PERSON, TYPES
from regulars.unify.identity import store

NAME = "webhooks"
LOOK_SECONDS = 1.0
AT_ONCE = 500
PARTING = frozenset({"withdraw", "reverse", "apart", "block", "part"})


class Announcing:
    """Follows the changes while anybody listens; who listens later hears what happens from then on."""

    def __init__(self) -> None:
        self.looked_at = float("-inf")

    def turn(self) -> bool:
        """Announce some changes; False if there was nothing to say."""
        if time.monotonic() - self.looked_at < LOOK_SECONDS:
            return False
        found = self.announce() if anyone_listens() else self.rest()
        if not found:
            self.looked_at = time.monotonic()
        return bool(found)

    def announce(self) -> int:
        """Say what changed since the last time; how many changes that were."""
        if not changes.follows(NAME):
            changes.pass_to(NAME, last_position())
        with transaction.atomic():
            found = changes.since(changes.passed(NAME), AT_ONCE)
            if found:
                emit(announcements(found, *read(found)))
                changes.pass_to(NAME, found[-1].position)
        return len(found)

    def rest(self) -> int:
        """Nobody listens: nothing has to be kept for us."""
        if changes.follows(NAME):
            changes.leave(NAME)
        return 0


def read(found: Sequence[Change]) -> tuple[dict[int, str], dict[int, int], dict[int, str]]:
    """Of these changes: position → kind of decision, root → the root that it has now, root → kind of customer."""
    decided = sql.select_keys(
        "SELECT d.position, d.kind FROM {given} JOIN decision d ON d.position = given.key",
        {change.position for change in found},
    )
    roots = {change.root for change in found}
    types = store.types_of(roots)
    return dict(decided), store.roots_of(roots), {root: TYPES[types[root].type].kind for root in types}


def announcements(
    found: Sequence[Change], decided: Mapping[int, str], roots: Mapping[int, int], kinds: Mapping[int, str]
) -> list[Announcement]:
    """What there is to say of these changes."""
    said = []
    for change in found:
        decision = decided.get(change.position, "")
        type_ = type_of(change, decision, merged=roots[change.root] != change.root)
        if type_ is not None:
            data = data_of(change, decision, roots[change.root], kinds.get(change.root, PERSON), type_)
            said.append(Announcement(f"{type_}:{change.root}:{change.position}", type_, now(), data))
    return said


def type_of(change: Change, decision: str, *, merged: bool) -> MessageType | None:
    """What happened; None where a customer is only hidden, because nothing that speaks of them stands any more."""
    if change.what == What.CREATED:
        return MessageType.UNDONE if decision in PARTING else MessageType.CREATED
    if change.what == What.UPDATED:
        return MessageType.UPDATED
    if decision == "erase":
        return MessageType.ERASED
    return MessageType.MERGED if merged else None


def data_of(change: Change, decision: str, root: int, kind_: str, type_: MessageType) -> dict[str, Any]:
    """Keys as strings, as everywhere in JSON."""
    data = {"key": str(change.root), "kind": kind_, "position": str(change.position)}
    if type_ == MessageType.MERGED:
        data |= {"key": str(root), "merged": str(change.root)}
    if decision:
        data["decision"] = f"d{change.position}"
    return data
