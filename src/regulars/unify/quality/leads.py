"""Leads that nobody answered go back into the queue, or to the next colleague, by a rule that a person set.

A lead is a customer whom a colleague looks after and who has not bought yet. Answered is one about whom anybody has
written a note, corrected or confirmed something since they were given to that colleague.
"""

from collections.abc import Sequence
from typing import NamedTuple

from regulars.base.fields.moments import DAY, now
from regulars.base.jobs import work
from regulars.base.jobs.work import Subject
from regulars.base.staff.queries import users
from regulars.base.web import preferences
from regulars.unify.customers import owners
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.services import colleagues
from regulars.unify.identity.queries import members_of, roots_of
from regulars.unify.notes.queries import newest_note_at
from regulars.unify.orders.queries import bought_by

from .enums import Work
from .review import DAYS

RULE = "quality.leads"
QUEUE, NEXT = "queue", "next"
AT_ONCE = 1_000
ACTOR = "system"


class Rule(NamedTuple):
    """After so many `days` without an answer: into the queue, or to the next of these colleagues. 0 days: never."""

    days: int = 0
    then: str = QUEUE
    among: tuple[int, ...] = ()


def rule() -> Rule:
    """The rule that stands; without one nothing is ever taken from anybody."""
    said = preferences.read(RULE) or {}
    return Rule(int(said.get("days", 0)), said.get("then", QUEUE), tuple(said.get("among", ())))


def set_rule(chosen: Rule, *, actor: str) -> None:
    """From the next hour on."""
    preferences.write(RULE, chosen._asdict() | {"among": list(chosen.among)} if chosen.days else None, actor=actor)


def recycle(at: int | None = None) -> int:
    """Hand on what nobody answered; returns how many leads. `at` is in µs, now if None."""
    chosen, moment = rule(), now() if at is None else at
    if not chosen.days:
        return 0
    waiting = unanswered(moment - chosen.days * DAY)
    able = able_among(chosen.among)
    for root, owner in waiting.items():
        hand_on(root, next_after(owner, able) if chosen.then == NEXT else None, moment)
    return len(waiting)


def unanswered(since: int) -> dict[int, int]:
    """Root → owner, of leads that were given before a moment (µs) and not answered since they were given."""
    rows = sql.run(
        "SELECT key, user_id, assigned_at FROM customer_owner WHERE assigned_at < %s ORDER BY assigned_at LIMIT %s",
        *(since, AT_ONCE),
    )
    roots = roots_of([key for key, _, _ in rows])
    owned = owners.owners_of(set(roots.values()))
    given = {roots[key]: at for key, user, at in rows if owned.get(roots[key]) == user}
    bought, answered = bought_by(given), answered_at(given)
    return {root: owned[root] for root, at in given.items() if root not in bought and answered.get(root, 0) <= at}


def answered_at(roots: Sequence[int] | dict[int, int]) -> dict[int, int]:
    """Root → when a colleague last wrote about, corrected or confirmed something of them (µs)."""
    members = members_of(roots)
    root_of = {key: root for root, keys in members.items() for key in keys}
    found: dict[int, int] = {}
    staff = colleagues().pk
    edits = sql.select_keys(
        "SELECT d.a, MAX(d.decided_at) FROM {given} JOIN decision d ON d.a = given.key AND d.actor <> 'system'"
        " GROUP BY d.a",
        root_of,
    )
    corrections = sql.select_keys(
        "SELECT r.key, r.traits FROM {given} JOIN record r ON r.key = given.key AND r.source = %s AND r.withdrawn = 0",
        root_of,
        staff,
    )
    said = [(key, moment_of(traits)) for key, traits in corrections]
    for key, at in [*edits, *said, *newest_note_at(root_of).items()]:
        found[root_of[key]] = max(at, found.get(root_of[key], 0))
    return found


def moment_of(traits: str) -> int:
    """When a correction was made."""
    return max((said.occurred_at for said in decode_traits(traits).values()), default=0)


def able_among(ids: Sequence[int]) -> list[int]:
    """Those of these colleagues who can look after somebody now, in their order."""
    able = set(users().filter(pk__in=ids, is_active=True).values_list("pk", flat=True))
    return [one for one in ids if one in able]


def next_after(owner: int, able: Sequence[int]) -> int | None:
    """The colleague whose turn it is after this one; None (the queue) where there is no other."""
    others = [one for one in able if one != owner]
    if not others:
        return None
    return able[(able.index(owner) + 1) % len(able)] if owner in able else others[0]


def hand_on(root: int, to: int | None, at: int) -> None:
    """Give a lead to somebody, or to nobody, and put it onto the work list."""
    owners.assign([root], to, actor=ACTOR)
    subject = Subject(root, str(at // DAY))
    work.open_items(Work.LEAD, [subject], days=DAYS[Work.LEAD], at=at, owners={root: to} if to else {})
