"""The jobs of customers: what is done to very many of them, and what is kept of it for a day."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from regulars.base.fields.moments import now
from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, checkpoint, progress
from regulars.base.staff.queries import actor_of, users
from regulars.unify.facts.fact import Lane
from regulars.unify.identity.errors import StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import wait

from . import adding, bulk, exporting, owners, tags
from .models import Bulk

if TYPE_CHECKING:
    from regulars.base.staff.models import User

PATIENCE = 60.0

Part = Callable[[Bulk, Sequence[int], "User"], int]
"""Does a part of the work; how many customers it changed."""


@job(bulk.JOB, label=gettext_lazy("Change many customers"), queue="long", retries=3)
def do_bulk(run: JobRun, work: int) -> int:
    """What a colleague asked for, for so many customers at once; returns how many were changed."""
    found = Bulk.objects.filter(pk=work, ended_at=None).first()
    user = users().filter(pk=found.user_id, is_active=True).first() if found else None
    if found is None or user is None or not user.has_perm(NEEDED[found.action]):
        return 0
    if found.action == bulk.EXPORT:
        return export(run, found, user)
    return in_parts(run, found, user, {bulk.TAG: tag, bulk.OWNER: assign}[found.action])


NEEDED = {bulk.TAG: "customers.edit", bulk.OWNER: "customers.assign", bulk.EXPORT: "customers.export"}


def in_parts(run: JobRun, work: Bulk, user: "User", part: Part) -> int:
    """Part after part, from where an earlier attempt stopped."""
    roots = bulk.roots_in(work)
    while work.done < work.count:
        some = roots[work.done : work.done + tags.AT_ONCE]
        work.changed += part(work, some, user)
        work.done += len(some)
        work.save(update_fields=["done", "changed"])
        progress(run, work.done, work.count)
        checkpoint(run, {"done": work.done})
    end(work)
    return work.changed


def tag(work: Bulk, roots: Sequence[int], user: "User") -> int:
    """Tags given and taken away; waits until they are filed, so that what follows finds them so."""
    seen = sorted(owners.reachable(roots, user.sight))
    done = tags.hand_in(seen, work.asked["added"], work.asked["removed"], Lane.IMPORTS, actor=actor_of(user))
    for handed in done.handed:
        try:
            wait(handed, patience=PATIENCE)
        except StillWaiting:
            continue
    return done.changed


def assign(work: Bulk, roots: Sequence[int], user: "User") -> int:
    return owners.assign(roots, work.asked["owner"], actor=actor_of(user))


def export(run: JobRun, work: Bulk, user: "User") -> int:
    """Write the file; one that somebody was erased from meanwhile goes again."""
    roots, shown, path = bulk.roots_in(work), bulk.columns_of(work, user), bulk.path_of(work)
    format_ = work.asked["format"]
    written = 0
    with exporting.worded_for(user), exporting.writing(path, format_, shown) as writer:
        for lines in exporting.lines_of(format_, roots, shown, user):
            written += len(lines)
            exporting.write_lines(writer, lines)
            progress(run, written, work.count)
            if run.stopping:
                checkpoint(run, {})
    kept = Bulk.objects.filter(pk=work.pk, is_spoiled=False).update(
        done=written, changed=written, file=work.asked["format"], ended_at=now()
    )
    if not kept:
        path.unlink(missing_ok=True)
        Bulk.objects.filter(pk=work.pk).update(ended_at=now())
    return written


def end(work: Bulk) -> None:
    """Nothing more is kept than what was done."""
    work.ended_at, work.roots = now(), b""
    work.save(update_fields=["ended_at", "roots"])


@job("customers.own_added", label=gettext_lazy("Give an added customer an owner"), retries=8)
def own_added(_run: JobRun, user: int, source: int, message_id: str, received_at: int) -> bool:
    """Make a colleague the owner of whom they added, once the road has filed it."""
    return adding.own(user, HandedIn(0, source, message_id, received_at))


@job("customers.purge_bulk", label=gettext_lazy("Delete old export files"), every=3600)
def purge(_run: JobRun) -> int:
    """Let files go after a day; returns how many pieces of work."""
    return bulk.purge()
