"""What an undo would change, told before it is done: whom it touches, and where others spoke since."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from regulars.base.fields.masks import DOTS, Shown, Sight
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries.names import golden_traits
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.queries import public_sources
from regulars.unify.identity import store
from regulars.unify.identity.refold import closure_of, fold_closure, joins_among, standing_links

from .enums import State
from .errors import NothingToUndo
from .finding import find
from .shown import label_of, masked_name
from .told import Conflict, UndoPreview

AT_ONCE = 2_000
Roots = dict[int, list[int]]
"""Root → those of its keys that the import spoke of."""


def conflicts_of(import_id: int, *, sight: Sight, most: int = 100) -> UndoPreview:
    """What an undo would change, with the first conflicts. Raises ImportUnknown, NothingToUndo."""
    row = find(import_id)
    if row.state not in {State.DONE, State.PAUSED, State.RUNNING}:
        raise NothingToUndo
    found = Undoing(import_id)
    found.look()
    return UndoPreview(
        customers=found.customers,
        restored=found.customers - found.vanishing,
        vanishing=found.vanishing,
        parting=found.parting,
        conflicting=found.conflicting,
        conflicts=seen(found.conflicts[:most], sight),
    )


def seen(conflicts: Sequence[Conflict], sight: Sight) -> tuple[Conflict, ...]:
    """Conflicts as the reader may see them; of customers out of reach and fields not seen they are only counted."""
    within = reachable({one.root for one in conflicts}, sight)
    traits = golden_traits(within)
    return tuple(
        shown(one, traits.get(one.root, {}), sight)
        for one in conflicts
        if one.root in within and not (one.field and sight.mask.of(one.field) is Shown.HIDDEN)
    )


def shown(one: Conflict, traits: Mapping[str, Any], sight: Sight) -> Conflict:
    """One conflict, with what is seen of its value."""
    said = None if one.said is None else sight.mask.value(one.field, one.said)
    return Conflict(
        one.kind,
        one.root,
        masked_name(traits, sight.mask),
        one.field,
        label_of(one.field) if one.field else "",
        DOTS if said is None and one.said is not None else said,
        one.since,
        one.people,
    )


class Undoing:
    """Goes through all customers of a batch."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self.customers = self.vanishing = self.parting = self.conflicting = 0
        self.conflicts: list[Conflict] = []

    def look(self) -> None:
        """All customers, some at a time."""
        keys = sorted(
            {
                key
                for pair in sql.run("SELECT DISTINCT a, b FROM link WHERE batch = %s AND withdrawn = 0", self.batch)
                for key in pair
            }
        )
        done: set[int] = set()
        for first in range(0, len(keys), AT_ONCE):
            roots = set(store.roots_of(keys[first : first + AT_ONCE]).values()) - done
            done |= roots
            self.look_at(roots)

    def look_at(self, roots: Collection[int]) -> None:
        """Some customers."""
        members = store.members_of(roots)
        every = [key for keys in members.values() for key in keys]
        others = spoken_of_by_others(every, self.batch)
        known = {root for root, keys in members.items() if not others.isdisjoint(keys)}
        self.customers += len(roots)
        self.vanishing += len(roots) - len(known)
        if known:
            self.part(known, members)
            self.said_since({root: members[root] for root in known})

    def part(self, roots: Collection[int], members: Roots) -> None:
        """Who would be several people again."""
        joined = {key for root in roots if len(members[root]) > 1 for key in members[root]}
        if not joined:
            return
        closure = closure_of(joined)
        gone = {
            id_
            for (id_,) in sql.select_keys(
                "SELECT l.id FROM {given} JOIN link l ON l.a = given.key WHERE l.batch = %s AND l.withdrawn = 0",
                closure,
                self.batch,
            )
        }
        links = [link for link in standing_links(closure) if link.id not in gone]
        homes, _ = fold_closure(closure, links, joins_among(closure), public_sources(), store.standing_decisions())
        stays = spoken_of_by_others(closure, self.batch)
        for root in roots:
            people = {homes[key].root for key in members[root] if key in homes and key in stays}
            if len(people) > 1:
                self.parting += 1
                self.conflicts.append(Conflict("parts", root, "", "", "", None, 0))

    def said_since(self, members: Roots) -> None:
        """What others said of the same fields since."""
        roots = {key: root for root, keys in members.items() for key in keys}
        rows = sql.select_keys(
            "SELECT r.key, r.batch, r.position, r.traits FROM {given} JOIN record r ON r.key = given.key"
            " WHERE r.withdrawn = 0",
            roots,
        )
        mine: dict[int, dict[str, int]] = {}
        for key, batch, position, traits in rows:
            if batch == self.batch:
                said = mine.setdefault(roots[key], {})
                said |= {name: min(position, said.get(name, position)) for name in decode_traits(traits)}
        for key, batch, position, traits in rows:
            said = mine.get(roots[key], {})
            if batch != self.batch and said and position > min(said.values()):
                self.note(roots[key], said, position, decode_traits(traits))

    def note(self, root: int, mine: Mapping[str, int], position: int, others: Mapping[str, Any]) -> None:
        """One record of somebody else, of the same fields and later."""
        names = [name for name in others if name in mine and position > mine[name]]
        self.conflicting += bool(names)
        self.conflicts += [
            Conflict("said_since", root, "", name, "", others[name].value, others[name].occurred_at) for name in names
        ]


def spoken_of_by_others(keys: Collection[int], batch: int) -> set[int]:
    """Those keys that something else speaks of too."""
    rows = sql.select_keys(
        "SELECT given.key FROM {given} WHERE EXISTS"
        " (SELECT 1 FROM link l WHERE l.a = given.key AND l.withdrawn = 0 AND l.batch <> %s)"
        " OR EXISTS (SELECT 1 FROM link l WHERE l.b = given.key AND l.withdrawn = 0 AND l.batch <> %s)"
        " OR EXISTS (SELECT 1 FROM record r WHERE r.key = given.key AND r.withdrawn = 0 AND r.batch <> %s)",
        keys,
        *(batch, batch, batch),
    )
    return {key for (key,) in rows}
