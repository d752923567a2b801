"""Why customers are one or not, and what parting them would change, as somebody may see it.

Whoever they may not see is counted, never named; what is about such people alone is not there for them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from regulars.base.fields.masks import Sight
from regulars.unify.customers.owners import check_reach, reachable
from regulars.unify.identity import queries as identity
from regulars.unify.identity import store
from regulars.unify.identity.errors import DecisionUnknown, LinkUnknown
from regulars.unify.identity.queries import PersonAfter, StandingDecision, ValueAlarm, Why
from regulars.unify.identity.queries.undo import standing, standing_link

from .seeing import Lens, lens_of, ties_seen


@dataclass(frozen=True)
class PeopleAfter:
    """Customers as they would be; `unseen` more would change whom this reader may not see."""

    people: tuple[PersonAfter, ...]
    unseen: int


@dataclass(frozen=True)
class UndoPreview(identity.UndoPreview):
    """What an undo would change; `unseen` more would change whom this reader may not see."""

    unseen: int


def check_people(*keys: int, sight: Sight) -> None:
    """Raises CustomerUnknown, as if there were none, for the key of somebody whom they may not see."""
    check_reach(keys, sight)


def check_undo(link: str, *, sight: Sight) -> int:
    """Whether somebody may see what an undo is about; the key with which it was begun. Raises LinkUnknown,
    LinkWithdrawn, DecisionUnknown.

    What is about a whole import is for those who see all customers.
    """
    is_decision = link.startswith("d")
    found = standing(link) if is_decision else standing_link(link)
    ends = {found.a, found.b} - {0}
    roots = store.roots_of(ends)
    if sight.owners is None or (ends and reachable(set(roots.values()), sight) == set(roots.values())):
        return found.a
    raise DecisionUnknown(position=link[1:]) if is_decision else LinkUnknown(link=link)


def undo_preview(link: str, *, sight: Sight) -> UndoPreview:
    """What `undo` of a link (its number) or of a colleague's join (d and its position) would change.

    Raises LinkUnknown, LinkWithdrawn, DecisionUnknown, NoPreview.
    """
    check_undo(link, sight=sight)
    found = identity.undo_preview(link)
    after = people_after(found.changes, sight)
    (undone,) = ties_seen([found.undone], sight)
    return UndoPreview(undone, ties_seen(found.still, sight), found.comes_back, after.people, after.unseen)


def apart_preview(a: int, b: int, *, sight: Sight) -> PeopleAfter:
    """Who would be who if these two keys were kept apart. Raises CustomerUnknown."""
    check_reach([a, b], sight)
    return people_after(identity.apart_preview(a, b), sight)


def people_after(changes: Collection[PersonAfter], sight: Sight) -> PeopleAfter:
    """Customers as they would be, with those of their identifiers that somebody may see."""
    lens = lens_of(sight, (one.key for person in changes for one in person.identifiers))
    shown = [person_seen(person, lens) for person in changes]
    seen = tuple(person for person in shown if person.identifiers)
    return PeopleAfter(seen, len(shown) - len(seen))


def person_seen(person: PersonAfter, lens: Lens) -> PersonAfter:
    """Somebody by those of their identifiers that are not out of reach."""
    seen = tuple(lens.identifier(one) for one in person.identifiers if one.key not in lens.unseen)
    return replace(person, identifiers=seen)


def why(a: int, b: int, *, sight: Sight) -> Why:
    """Why the people of two keys are one, or are not. Raises CustomerUnknown."""
    check_reach([a, b], sight)
    found = identity.why(a, b)
    return Why(found.one, ties_seen(found.path, sight), ties_seen(found.refused, sight), ties_seen(found.apart, sight))


def decisions_about(keys: Collection[int], *, sight: Sight) -> tuple[StandingDecision, ...]:
    """Standing decisions that name one of these keys, by position."""
    return ties_seen(identity.decisions_about(keys), sight)


def alarms(*, sight: Sight) -> list[ValueAlarm]:
    """Open alarms about values that appear on many people, newest first."""
    found = identity.alarms()
    lens = lens_of(sight, (one.identifier.key for one in found))
    return [replace(one, identifier=lens.identifier(one.identifier)) for one in found]
