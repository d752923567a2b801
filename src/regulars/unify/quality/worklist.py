"""The work list as somebody may see it, and what they do with many items at once."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.base.jobs import work
from regulars.base.jobs.enums import WorkState
from regulars.base.staff.queries import actor_of, users
from regulars.unify.customers.errors import CustomersError
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries import customer
from regulars.unify.customers.queries.listing import Row, golden_rows, rows_of
from regulars.unify.identity import services as identity
from regulars.unify.identity.errors import IdentityError
from regulars.unify.identity.queries import roots_of

from . import resolving
from .enums import Work
from .errors import ItemGone, QualityError
from .overview import field_label
from .validation import because

if TYPE_CHECKING:
    from regulars.base.jobs.models import WorkItem
    from regulars.base.staff.models import User

PAGE = 50
MOST_READ = 3_000
MINE, NOBODYS = "mine", "nobody"
WAITING, DONE = "", "done"


@dataclass(frozen=True)
class Asked:
    """Which items somebody asks for: of a kind ("" all), whose ("" anybody's), waiting, put off or done."""

    kind: str = ""
    whose: str = ""
    state: str = WAITING
    page: int = 0


@dataclass(frozen=True)
class Line:
    """One item with the customer it is about, as they are seen; `row` is None for a value on many people.

    `other` is the second of two who may be one.
    """

    item: "WorkItem"
    root: int
    row: Row | None
    kind: str
    label: str
    why: str
    owner: str
    is_late: bool
    other: Row | None = None


@dataclass(frozen=True)
class Found:
    """One page of the work list."""

    lines: tuple[Line, ...]
    count: int
    is_more: bool


def items_for(asked: Asked, user: "User") -> list["WorkItem"]:
    """The items that somebody may see, what is due first."""
    kinds = [asked.kind] if asked.kind in Work.values else Work.values
    if asked.state == DONE:
        found = work.items(kinds).filter(state=WorkState.DONE).order_by("-closed_at", "-pk")
    elif asked.state == WorkState.PUT_OFF:
        found = (
            work.items(kinds).filter(state=WorkState.PUT_OFF, off_until__gt=work.today()).order_by("off_until", "pk")
        )
    else:
        found = work.waiting(kinds)
    if asked.whose == MINE:
        found = found.filter(owner_id=user.pk)
    elif asked.whose == NOBODYS:
        found = found.filter(owner_id=None)
    return seen(list(found[:MOST_READ]), user.sight)


def seen(items: Sequence["WorkItem"], sight: Sight) -> list["WorkItem"]:
    """Those about customers who can be seen, and about fields that are seen whole."""
    open_ = [item for item in items if sight.mask.sees_all(resolving.fields_of(item))]
    if sight.owners is None:
        return open_
    roots = roots_of({item.key for item in open_})
    reached = reachable(set(roots.values()), sight)
    return [item for item in open_ if roots[item.key] in reached and item.kind not in {Work.ALARM, Work.SHARED}]


def page_of(asked: Asked, user: "User") -> Found:
    """One page, with names."""
    items = items_for(asked, user)
    here = items[asked.page * PAGE : (asked.page + 1) * PAGE]
    return Found(tuple(lines_of(here, user)), len(items), len(items) > (asked.page + 1) * PAGE)


def lines_of(items: Sequence["WorkItem"], user: "User") -> list[Line]:
    """Items with whom they are about."""
    seconds = {item.pk: int(item.about) for item in items if item.kind == Work.SHARED and item.about.isdecimal()}
    roots = roots_of({*(item.key for item in items), *seconds.values()})
    rows = {row.root: row for row in rows_of(golden_rows(sorted(set(roots.values()))), user.sight.mask)}
    owners = {one.pk: str(one) for one in users().filter(pk__in={item.owner_id for item in items if item.owner_id})}
    today = work.today()
    return [
        Line(
            item,
            roots[item.key],
            rows.get(roots[item.key]),
            str(Work(item.kind).label),
            label_of(item),
            str(because(item.about.partition(":")[2])) if item.kind == Work.DOUBTFUL else "",
            owners.get(item.owner_id or 0, ""),
            item.due_on < today and item.state != WorkState.DONE,
            rows.get(roots[seconds[item.pk]]) if item.pk in seconds else None,
        )
        for item in items
    ]


def label_of(item: "WorkItem") -> str:
    """What it is about: a field by its name."""
    field = resolving.field_of(item)
    return field_label(field) if field else ""


def item_of(pk: int, user: "User") -> "WorkItem":
    """One item that somebody may see. Raises ItemGone."""
    found = seen(list(work.items(Work.values).filter(pk=pk)), user.sight)
    if not found:
        raise ItemGone
    return found[0]


def chosen(pks: Collection[int], user: "User") -> list["WorkItem"]:
    """Those of these items that somebody may see."""
    return seen(list(work.items(Work.values).filter(pk__in=list(pks)[:MOST_READ])), user.sight)


def next_after(item: "WorkItem", user: "User") -> "WorkItem | None":
    """The next item of the same kind that is somebody's own or nobody's; None if nothing waits."""
    waiting = [one for one in items_for(Asked(kind=item.kind), user) if one.owner_id in (None, user.pk)]
    return next((one for one in waiting if one.pk != item.pk), None)


def take(items: Sequence["WorkItem"], owner: "User | None", *, actor: str) -> int:
    """Give items to a colleague, or back into the queue; how many changed hands."""
    record("quality.give", actor=actor, object_type="customer", keys=[item.key for item in items])
    return work.give([item.pk for item in items], owner.pk if owner else None)


def put_off(items: Sequence["WorkItem"], days: int, *, actor: str) -> int:
    """Not within so many days; how many."""
    record("quality.put_off", actor=actor, object_type="customer", keys=[item.key for item in items])
    return work.put_off([item.pk for item in items], work.today() + dt.timedelta(days))


def accept(items: Sequence["WorkItem"], user: "User") -> int:
    """Correct doubtful values to what is suggested, where something is; how many. What is refused stays on the list."""
    actor, done = actor_of(user), list["WorkItem"]()
    for item in items:
        if item.kind != Work.DOUBTFUL:
            continue
        try:
            found = customer(item.key, sight=user.sight)
            values, _outcome = resolving.values_for(item, found, user.sight.mask, resolving.SUGGESTED)
            identity.edit_customer(found.root, values, actor=actor)
        except (IdentityError, CustomersError, QualityError):
            continue
        done.append(item)
    return resolving.finish(done, resolving.SUGGESTED, actor=actor) if done else 0


def waiting_for(user: "User") -> int:
    """How many items are this colleague's and due by today."""
    mine = work.waiting(Work.values).filter(owner_id=user.pk, due_on__lte=work.today())
    return len(seen(list(mine[:MOST_READ]), user.sight))
