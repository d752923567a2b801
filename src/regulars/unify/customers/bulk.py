"""What is done to many customers: few at once, very many by a job that goes on where it was stopped.

Who they are is settled when it is confirmed, so that what is done does not change for whom. A file lies in the data
folder until its maker fetches it, once, and for a day at most; who is erased takes the files with them that hold them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import DAY, now
from regulars.base.jobs.services import enqueue
from regulars.base.staff.queries import actor_of

from .bulk_kept import EXPORT, FOLDER, packed, path_of, roots_in
from .errors import NoLongerSeen, WorkUnknown
from .exporting import columns_for, write_file
from .models import Bulk
from .owners import reachable
from .table import Column, choices

__all__ = ["EXPORT", "OWNER", "TAG", "path_of", "roots_in"]

if TYPE_CHECKING:
    from regulars.base.staff.models import User

JOB = "customers.bulk"
TAG, OWNER = "tag", "owner"
KEEP = DAY
NOTED_AT_ONCE = 10_000


@transaction.atomic
def start(action: str, roots: Sequence[int], asked: dict[str, Any], *, user: "User", is_queued: bool = True) -> Bulk:
    """Have a job do this; `asked` says what. Not queued, it is done by whoever asks."""
    work = Bulk.objects.create(
        user_id=user.pk, action=action, asked=asked, roots=packed(roots), count=len(roots), created_at=now()
    )
    if is_queued:
        enqueue(JOB, once=True, work=work.pk)
    return work


def write_now(work: Bulk, roots: Sequence[int], shown: Sequence[Column], *, user: "User") -> None:
    """Make the file of few customers, ready to be fetched."""
    written = write_file(path_of(work), work.asked["format"], roots, shown, user)
    Bulk.objects.filter(pk=work.pk).update(file=work.asked["format"], done=written, ended_at=now())


def note_export(roots: Sequence[int], shown: Sequence[Column], *, actor: str) -> None:
    """Write down who was exported, by their keys, and with which columns."""
    fields = [column.code for column in shown]
    for first in range(0, len(roots), NOTED_AT_ONCE):
        part = roots[first : first + NOTED_AT_ONCE]
        record("customer.export", actor=actor, object_type="customer", keys=part, fields=fields)


def works_of(user: "User") -> list[Bulk]:
    """What this colleague has under way, or ended and not put away, newest first; without the customers."""
    return list(Bulk.objects.filter(user_id=user.pk).defer("roots").order_by("-pk")[:5])


def columns_of(work: Bulk, user: "User") -> list[Column]:
    """The columns of a file that were asked for and that its maker still may see."""
    known = choices(user)
    return columns_for(work.asked["format"], [known[code] for code in work.asked["columns"] if code in known], user)


@transaction.atomic
def fetch(work_id: int, *, user: "User") -> tuple[BinaryIO, str]:
    """The file, opened, and its ending; it goes from the folder as it is read. Raises WorkUnknown, NoLongerSeen.

    Only its maker gets it, only once, and only while they see everything and everybody in it.
    """
    work = Bulk.objects.select_for_update().filter(pk=work_id, user_id=user.pk, action=EXPORT).exclude(file="").first()
    if work is None or work.created_at < now() - KEEP or not path_of(work).exists():
        raise WorkUnknown
    check_still_seen(work, user)
    file = path_of(work).open("rb")
    record("export.fetch", actor=actor_of(user), object_type="export", keys=[work.pk])
    path_of(work).unlink()
    ending = work.file
    work.delete()
    return file, ending


def check_still_seen(work: Bulk, user: "User") -> None:
    """Raises NoLongerSeen where their role, their team or a field has changed since the file was made."""
    roots, codes = set(roots_in(work)), {one.code for one in columns_of(work, user)}
    if not codes.issuperset(work.asked["columns"]) or reachable(roots, user.sight) != roots:
        raise NoLongerSeen


@transaction.atomic
def put_away(work_id: int, *, user: "User") -> None:
    """Do not show what has ended any more, and let its file go. Raises WorkUnknown."""
    work = Bulk.objects.filter(pk=work_id, user_id=user.pk, ended_at__isnull=False).first()
    if work is None:
        raise WorkUnknown
    remove(work)


def remove(work: Bulk) -> None:
    if work.action == EXPORT:
        path_of(work).unlink(missing_ok=True)
    work.delete()


def purge() -> int:
    """Take away what is older than a day, and files that nothing knows of; returns how many went."""
    before = now() - KEEP
    old = list(Bulk.objects.filter(created_at__lt=before).defer("roots"))
    for work in old:
        remove(work)
    folder = Path(settings.DATA) / FOLDER
    stale = [one for one in folder.glob("*") if one.stat().st_mtime * 1_000_000 < before] if folder.exists() else []
    for one in stale:
        one.unlink(missing_ok=True)
    return len(old)
