"""The work list: opens items for what is wrong, at most so many of a kind at once, and settles what is gone."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from regulars.base.fields.masks import EVERYTHING
from regulars.base.fields.moments import DAY, now
from regulars.base.fields.queries import fields
from regulars.base.jobs import work
from regulars.base.jobs.enums import WorkState
from regulars.base.jobs.work import Subject
from regulars.unify.customers.owners import owners_of
from regulars.unify.facts import sql
from regulars.unify.identity.queries import roots_of

from . import lists
from .enums import Work, Wrong
from .lists import Which
from .measures import BIT, DATED, GOOD_FOR, names_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from regulars.base.jobs.models import WorkItem

MOST_OPEN = 200
"""More of a kind would only hide what can be done; the lists show all of them."""
DAYS = {
    Work.CONFLICT: 7, Work.DOUBTFUL: 14, Work.STALE: 30, Work.UNREACHABLE: 14, Work.ALARM: 2, Work.SHARED: 7,
    Work.LEAD: 2,
}  # fmt: skip
FOUND_BY_US = (Work.CONFLICT, Work.DOUBTFUL, Work.STALE, Work.UNREACHABLE, Work.ALARM, Work.SHARED)
SHARED = "shared:"

Find = Callable[[int], list[Subject]]


def refill() -> int:
    """Settle what is no longer so, and open as many items as there is room for; returns how many are new."""
    return sum(refill_kind(kind) for kind in FOUND_BY_US)


def refill_kind(kind: Work) -> int:
    at = now()
    gone = [item.pk for item in list(unsettled(kind)) if not still_so(item)]
    work.settle(gone, at=at)
    room = MOST_OPEN - unsettled(kind).count()
    if room <= 0:
        return 0
    known = set(work.items([kind]).exclude(state=WorkState.GONE).values_list("key", "about"))
    wanted = [one for one in FIND[kind](room + len(known)) if (one.key, one.about) not in known][:room]
    return work.open_items(kind, wanted, days=DAYS[kind], at=at, owners=owners_by_key(wanted))


def unsettled(kind: Work) -> "QuerySet[WorkItem]":
    return work.items([kind]).filter(state__in=(WorkState.OPEN, WorkState.PUT_OFF))


def owners_by_key(subjects: Iterable[Subject]) -> dict[int, int]:
    """Key → who looks after the customer."""
    roots = roots_of({one.key for one in subjects})
    owners = owners_of(set(roots.values()))
    return {key: owners[root] for key, root in roots.items() if root in owners}


def conflicts(most: int) -> list[Subject]:
    """Customers over a field of whom trusted sources differ."""
    rows = sql.run("SELECT root, differing FROM quality_score WHERE differing <> 0 ORDER BY root DESC LIMIT %s", most)
    return [Subject(root, name) for root, bits in rows for name in first_of_units(names_in(bits))]


def first_of_units(names: Sequence[str]) -> list[str]:
    """One field for each unit: the lines of an address are settled together."""
    units = {field.name: field.unit or field.name for field in fields()}
    return list({units.get(name, name): name for name in reversed(names)}.values())


def doubtful(most: int) -> list[Subject]:
    """Values that stand and are doubtful."""
    rows = sql.run(
        "SELECT root, field, code FROM quality_finding WHERE verdict = 'doubtful' AND stands"
        " ORDER BY root DESC LIMIT %s",
        most,
    )
    return [Subject(root, f"{field}:{code}") for root, field, code in rows]


def stale(most: int) -> list[Subject]:
    """Who has not confirmed how to reach them for longest."""
    today, found = now() // DAY, list[tuple[int, Subject]]()
    for unit in ("email", "phone", "address"):
        rows = sql.run(
            f"SELECT root, {unit}_on FROM quality_score WHERE {unit}_on < %s ORDER BY {unit}_on, root LIMIT %s",
            *(today - GOOD_FOR[unit], most),
        )
        found += [(day, Subject(root, unit)) for root, day in rows]
    return [subject for _, subject in sorted(found)[:most]]


def unreachable(most: int) -> list[Subject]:
    """Customers without a way to them."""
    return [Subject(root) for root in lists.roots_in(Which(Wrong.UNREACHABLE), sight=EVERYTHING, limit=most)]


def alarms(most: int) -> list[Subject]:
    """Values on many people about which nobody but the system has decided."""
    rows = sql.run("SELECT key FROM alarm WHERE closed_at IS NULL ORDER BY raised_position DESC LIMIT %s", most)
    return [Subject(key) for (key,) in rows]


def shared(most: int) -> list[Subject]:
    """Links that were refused because a shared value may belong to two people; one for each pair."""
    rows = sql.run(
        "SELECT a, b FROM link WHERE NOT accepted AND withdrawn = 0 AND reason LIKE %s ORDER BY id DESC LIMIT %s",
        *(f"{SHARED}%", most),
    )
    return [Subject(a, str(b)) for a, b in rows]


FIND: dict[Work, Find] = {
    Work.CONFLICT: conflicts, Work.DOUBTFUL: doubtful, Work.STALE: stale, Work.UNREACHABLE: unreachable,
    Work.ALARM: alarms, Work.SHARED: shared,
}  # fmt: skip


def still_so(item: "WorkItem") -> bool:
    """Whether what an item was opened for is so now."""
    root = roots_of([item.key])[item.key]
    return STILL[Work(item.kind)](root, item)


def is_differing(root: int, item: "WorkItem") -> bool:
    return is_any("SELECT 1 FROM quality_score WHERE root = %s AND (differing & %s) <> 0", root, BIT.get(item.about, 0))


def is_doubtful(root: int, item: "WorkItem") -> bool:
    field, _, code = item.about.partition(":")
    return is_any(
        "SELECT 1 FROM quality_finding WHERE root = %s AND field = %s AND code = %s AND stands", root, field, code
    )


def is_stale(root: int, item: "WorkItem") -> bool:
    if item.about not in DATED:
        return False
    before = now() // DAY - GOOD_FOR[item.about]
    return is_any(f"SELECT 1 FROM quality_score WHERE root = %s AND {item.about}_on < %s", root, before)


def is_unreachable(root: int, _item: "WorkItem") -> bool:
    return is_any("SELECT 1 FROM quality_score WHERE root = %s AND NOT is_reachable", root)


def is_alarming(_root: int, item: "WorkItem") -> bool:
    return is_any("SELECT 1 FROM alarm WHERE key = %s AND closed_at IS NULL", item.key)


def is_shared(root: int, item: "WorkItem") -> bool:
    """Refused still, the two not one by other evidence, and nobody said that they are two."""
    other = int(item.about)
    refused = is_any(
        "SELECT 1 FROM link WHERE a = %s AND b = %s AND NOT accepted AND withdrawn = 0 AND reason LIKE %s",
        *(item.key, other, f"{SHARED}%"),
    )
    return refused and roots_of([other])[other] != root


def is_any(statement: str, *values: object) -> bool:
    return bool(sql.run(statement, *values))


STILL: dict[Work, Callable[[int, "WorkItem"], bool]] = {
    Work.CONFLICT: is_differing, Work.DOUBTFUL: is_doubtful, Work.STALE: is_stale, Work.UNREACHABLE: is_unreachable,
    Work.ALARM: is_alarming, Work.SHARED: is_shared, Work.LEAD: lambda _root, _item: True,
}  # fmt: skip
