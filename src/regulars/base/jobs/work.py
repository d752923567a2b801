"""Work that waits for people: opened by apps, taken, handed over, put off and finished by colleagues."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars.base.web import business

from .enums import WorkState
from .models import WorkItem


class Subject(NamedTuple):
    """What an item is for: a customer's key, and a code of what about them."""

    key: int
    about: str = ""


def today() -> dt.date:
    """The day of the business."""
    return timezone.localdate(timezone=business.zone())


def waiting(kinds: Collection[str], on: dt.date | None = None) -> QuerySet[WorkItem]:
    """What is open, or was put off until now; what is due first comes first."""
    due = Q(state=WorkState.OPEN) | Q(state=WorkState.PUT_OFF, off_until__lte=on or today())
    return WorkItem.objects.filter(due, kind__in=kinds).order_by("due_on", "id")


def items(kinds: Collection[str]) -> QuerySet[WorkItem]:
    """Every item of these kinds."""
    return WorkItem.objects.filter(kind__in=kinds)


@transaction.atomic
def open_items(
    kind: str,
    subjects: Iterable[Subject],
    *,
    days: int,
    at: int,
    owners: Mapping[int, int] | None = None,
) -> int:
    """Open one item for each, due in so many days, owned by whom `owners` (key → user) names; how many were opened.

    What somebody has finished stays so; what was settled by itself opens again.
    """
    wanted, opened = {one: (owners or {}).get(one.key) for one in subjects}, 0
    due_on = today() + dt.timedelta(days)
    for one, owner in wanted.items():
        item, is_new = WorkItem.objects.get_or_create(
            kind=kind, key=one.key, about=one.about, defaults={"owner_id": owner, "due_on": due_on, "opened_at": at}
        )
        if not is_new and item.state == WorkState.GONE:
            reopen([item.pk], owner, due_on, at)
        opened += is_new or item.state == WorkState.GONE
    return opened


def reopen(ids: Collection[int], owner: int | None, due_on: dt.date, at: int) -> None:
    """As new."""
    WorkItem.objects.filter(pk__in=ids).update(
        state=WorkState.OPEN, owner_id=owner, due_on=due_on, opened_at=at, closed_at=None, closed_by="", outcome=""
    )


def settle(ids: Collection[int], *, at: int) -> int:
    """These are no work any more, without anybody's doing; how many."""
    waits = WorkItem.objects.filter(pk__in=ids, state__in=(WorkState.OPEN, WorkState.PUT_OFF))
    return waits.update(state=WorkState.GONE, closed_at=at, closed_by="system", off_until=None)


def finish(ids: Collection[int], outcome: str, *, at: int, actor: str) -> int:
    """Somebody has done these; how many."""
    found = WorkItem.objects.filter(pk__in=ids).exclude(state=WorkState.DONE)
    return found.update(state=WorkState.DONE, outcome=outcome, closed_at=at, closed_by=actor, off_until=None)


def bring_back(ids: Collection[int]) -> int:
    """What was done or put off is open again; how many."""
    found = WorkItem.objects.filter(pk__in=ids).exclude(state=WorkState.OPEN)
    return found.update(state=WorkState.OPEN, outcome="", closed_at=None, closed_by="", off_until=None)


def give(ids: Collection[int], owner: int | None) -> int:
    """These are a colleague's, or nobody's; how many changed hands."""
    here = Q(owner_id__isnull=True) if owner is None else Q(owner_id__isnull=False, owner_id=owner)
    return WorkItem.objects.filter(pk__in=ids).exclude(here).update(owner_id=owner)


def put_off(ids: Collection[int], until: dt.date) -> int:
    """Not before this day; how many. What is due earlier is due then."""
    found = WorkItem.objects.filter(pk__in=ids, state__in=(WorkState.OPEN, WorkState.PUT_OFF))
    found.filter(due_on__lt=until).update(due_on=until)
    return found.update(state=WorkState.PUT_OFF, off_until=until)


def forget(keys: Collection[int]) -> None:
    """Delete what is about these keys."""
    WorkItem.objects.filter(key__in=keys).delete()
