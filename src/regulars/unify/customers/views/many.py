"""What is done to many customers at once: tags, who looks after them, a file. The number is confirmed first.

They are those that were ticked, or all that answer what the list asks for. Few are done at once, more by a job.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regulars.base.fields import display
from regulars.base.lake.errors import LakeError
from regulars.base.rules import RuleInvalid
from regulars.base.staff.queries import users
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import bulk, exporting, owners, table, tags
from regulars.unify.customers.errors import (
    CustomersError,
    NobodyChosen,
    NoLongerSeen,
    NoTag,
    TagInvalid,
    TooManyChosen,
    WorkUnknown,
)
from regulars.unify.customers.queries import listing as listed
from regulars.unify.customers.sheets.values import typed_list
from regulars.unify.identity.errors import StillWaiting
from regulars.unify.identity.waiting import wait

from .asking import ME, Asked, again
from .searching import LOOKED_THROUGH, roots_within

if TYPE_CHECKING:
    from regulars.base.staff.models import User

MOST = 100_000
AT_ONCE = 500
EXPORT_AT_ONCE = 2_000
LONGEST_ADDRESS = 20_000
PIECE = 1 << 18


@dataclass(frozen=True)
class Chosen:
    """Whom something is done to: `is_everyone` who answers what the list at the address `here` asks for."""

    roots: list[int]
    asked: Asked
    here: str
    is_everyone: bool

    @property
    def count(self) -> int:
        return len(self.roots)


def chosen(request: HttpRequest, most: int) -> Chosen:
    """Raises NobodyChosen, TooManyChosen, RuleInvalid, LakeError, and other CustomersErrors."""
    here = request.POST.get("here", "")[:LONGEST_ADDRESS]
    user = signed_in(request)
    asked, is_everyone = again(here, user), "everyone" in request.POST
    roots = roots_of(asked, user, most + 1) if is_everyone else ticked(request.POST.getlist("key"), user)
    if not roots:
        raise NobodyChosen
    if len(roots) > most:
        raise TooManyChosen(display.number(most))
    return Chosen(roots, asked, asked.address(), is_everyone)


def roots_of(asked: Asked, user: "User", most: int) -> list[int]:
    """All who answer what a list asks for, in its order."""
    sight = asked.sight(user)
    if asked.text:
        most = min(most, LOOKED_THROUGH)
        return roots_within(asked.text, asked.rule, sight=sight, kind=asked.kind, since=asked.since, limit=most).roots
    return listed.roots(sight=sight, rule=asked.rule, sort=asked.sort, kind=asked.kind, since=asked.since, limit=most)


def ticked(keys: Sequence[str], user: "User") -> list[int]:
    """The customers whose rows were ticked and whom this reader sees, in their order."""
    wanted = list(dict.fromkeys(int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19))
    seen = owners.reachable(wanted, user.sight)
    return [root for root, *_ in listed.golden_rows([root for root in wanted if root in seen])]


def back(here: str) -> HttpResponse:
    """The list that somebody came from."""
    return redirect(reverse("customers:list") + (here if here.startswith("?") else ""))


def is_sure(request: HttpRequest, many: Chosen) -> bool:
    """Whether this number was confirmed."""
    return request.POST.get("sure") == str(many.count)


def asking(request: HttpRequest, action: str, many: Chosen, **more: Any) -> HttpResponse:
    """The page that asks what exactly shall be done, and says to how many."""
    context = {"many": many, "action": action, "keys": [] if many.is_everyone else many.roots, **more}
    return render(request, "customers/many.html", context)


def refuse(request: HttpRequest, wrong: Exception) -> HttpResponse:
    """Says why not, above the list."""
    words = _("This list cannot be put together at the moment.") if isinstance(wrong, LakeError) else str(wrong)
    messages.error(request, words)
    return back(request.POST.get("here", "") if isinstance(wrong, NobodyChosen | TooManyChosen | LakeError) else "")


REFUSED = (CustomersError, RuleInvalid, LakeError)


@guarded("customers.edit")
@require_POST
def tag_many(request: HttpRequest) -> HttpResponse:
    """Tags for many, and tags to take away."""
    try:
        many = chosen(request, MOST)
    except REFUSED as wrong:
        return refuse(request, wrong)
    known = {"suggested": tags.known_tags()}
    if not is_sure(request, many):
        return asking(request, "tag", many, **known)
    try:
        added, removed = read_both(request)
    except (TagInvalid, NoTag) as wrong:
        return asking(request, "tag", many, wrong=str(wrong), **known)
    change_tags(request, many, added, removed)
    return back(many.here)


def read_both(request: HttpRequest) -> tuple[list[str], list[str]]:
    """The tags to add, and those to take away. Raises TagInvalid, NoTag."""
    added, removed = (
        [tags.read_tag(tag) for tag in typed_list(request.POST.get(name, ""))] for name in ("added", "removed")
    )
    if not (added or removed):
        raise NoTag
    return added, removed


def change_tags(request: HttpRequest, many: Chosen, added: list[str], removed: list[str]) -> None:
    """Now, or by a job."""
    user, actor = signed_in(request), actor_in(request)
    if many.count > AT_ONCE:
        tags.note(many.roots, added, removed, actor=actor)
        bulk.start(bulk.TAG, many.roots, {"added": added, "removed": removed}, user=user)
        messages.info(request, under_way(many.count))
        return
    done = tags.change_tags(many.roots, added, removed, actor=actor)
    try:
        for one in done.handed:
            wait(one)
    except StillWaiting as waits:
        messages.warning(request, str(waits))
    messages.success(request, changed_words(done.changed))
    if done.full:
        words = ngettext(
            "{n} customer has too many tags already.", "{n} customers have too many tags already.", done.full
        )
        messages.warning(request, words.format(n=display.number(done.full)))


def under_way(count: int) -> str:
    words = ngettext(
        "This is being done for {n} customer. How far it is stands above the list.",
        "This is being done for {n} customers. How far it is stands above the list.",
        count,
    )
    return words.format(n=display.number(count))


def changed_words(count: int) -> str:
    words = ngettext("{n} customer was changed.", "{n} customers were changed.", count)
    return words.format(n=display.number(count))


def full_words(count: int) -> str:
    words = ngettext("{n} customer has too many tags already.", "{n} customers have too many tags already.", count)
    return words.format(n=display.number(count))


@guarded("customers.assign")
@require_POST
def own_many(request: HttpRequest) -> HttpResponse:
    """Who looks after many."""
    try:
        many = chosen(request, MOST)
    except REFUSED as wrong:
        return refuse(request, wrong)
    colleagues = list(users().filter(is_active=True))
    owner = request.POST.get("owner", "")
    ids = {str(one.pk): one.pk for one in colleagues} | {ME: signed_in(request).pk, "0": None}
    if not is_sure(request, many) or owner not in ids:
        return asking(request, "owner", many, colleagues=colleagues)
    if many.count > AT_ONCE:
        bulk.start(bulk.OWNER, many.roots, {"owner": ids[owner]}, user=signed_in(request))
        messages.info(request, under_way(many.count))
    else:
        messages.success(request, changed_words(owners.assign(many.roots, ids[owner], actor=actor_in(request))))
    return back(many.here)


@guarded("customers.export")
@require_POST
def export_many(request: HttpRequest) -> HttpResponseBase:
    """A file of many, with the columns of the list: at once, or made by a job and fetched later."""
    try:
        many = chosen(request, exporting.MOST)
    except REFUSED as wrong:
        return refuse(request, wrong)
    user, format_ = signed_in(request), request.POST.get("format", "")
    shown = table.shown(many.asked.columns, table.choices(user), (), "company")
    if not is_sure(request, many) or format_ not in exporting.FORMATS:
        whole = exporting.columns_for("csv", shown, user)
        return asking(request, "export", many, shown=whole, formats=exporting.FORMATS)
    shown = exporting.columns_for(format_, shown, user)
    bulk.note_export(many.roots, shown, actor=actor_in(request))
    work = bulk.start(bulk.EXPORT, many.roots, {"format": format_, "columns": [one.code for one in shown]}, user=user,
                      is_queued=many.count > EXPORT_AT_ONCE)  # fmt: skip
    if many.count > EXPORT_AT_ONCE:
        messages.info(request, _("The file is being made. It can be fetched above the list as soon as it is ready."))
        return back(many.here)
    bulk.write_now(work, many.roots, shown, user=user)
    return file_of(request, work.pk)


def file_of(request: HttpRequest, work_id: int) -> HttpResponseBase:
    """The file as a download; it is nowhere else any more. Raises WorkUnknown, NoLongerSeen."""
    file, format_ = bulk.fetch(work_id, user=signed_in(request))
    kind = exporting.FORMATS[format_]
    pieces = iter(partial(file.read, PIECE), b"")
    return StreamingHttpResponse(
        asynchronous(pieces) if isinstance(request, ASGIRequest) else pieces,
        content_type=kind.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="customers-{timezone.localdate().isoformat()}.{kind.ending}"',
            # Django would compress each piece by itself, and browsers show the first such piece alone.
            "Content-Encoding": "identity",
        },
    )


async def asynchronous(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same a piece at a time: a plain iterator would be read to its end before the first byte goes out."""

    def following() -> bytes | None:
        return next(pieces, None)

    while (piece := await sync_to_async(following)()) is not None:
        yield piece


@guarded("customers.export")
@require_POST
def fetch(request: HttpRequest, work: int) -> HttpResponseBase:
    """The file that a job has made: once, for who asked for it."""
    try:
        return file_of(request, work)
    except (WorkUnknown, NoLongerSeen) as refused:
        messages.error(request, str(refused))
        return redirect("customers:list")


@guarded("customers.see")
@require_POST
def put_away(request: HttpRequest, work: int) -> HttpResponse:
    """Do not show what has ended any more."""
    try:
        bulk.put_away(work, user=signed_in(request))
    except WorkUnknown as unknown:
        messages.error(request, str(unknown))
    return back(request.POST.get("here", ""))
