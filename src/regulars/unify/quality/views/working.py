"""The work list: who does what until when, and what is done with many items at once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regulars.base.audit.services import record
from regulars.base.fields import display
from regulars.base.jobs.enums import WorkState
from regulars.base.staff.queries import users
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.quality import resolving, worklist
from regulars.unify.quality.enums import Work
from regulars.unify.quality.forms import able
from regulars.unify.quality.worklist import DONE, MINE, NOBODYS, WAITING, Asked

if TYPE_CHECKING:
    from regulars.base.jobs.models import WorkItem
    from regulars.base.staff.models import User

WEEK, MONTH = 7, 30


@guarded("quality.see")
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, due first."""
    user, asked = signed_in(request), read(request)
    found = worklist.page_of(asked, user)
    roots = [line.root for line in found.lines]
    record("quality.list", actor=actor_in(request), object_type="customer", keys=roots)
    context = {
        "asked": asked,
        "found": found,
        "filters": filters(asked),
        "here": request.get_full_path(),
        "older": address(asked, page=asked.page + 1) if found.is_more else "",
        "newer": address(asked, page=asked.page - 1) if asked.page else "",
        "colleagues": able() if user.has_perm("quality.edit") else [],
    }
    return render(request, "quality/review.html", context)


def read(request: HttpRequest) -> Asked:
    """Which items the address asks for."""
    page = request.GET.get("page", "")
    return Asked(
        request.GET.get("kind", ""),
        request.GET.get("whose", ""),
        request.GET.get("state", ""),
        int(page) if page.isdecimal() and len(page) < 5 else 0,
    )


def address(asked: Asked, **changed: str | int) -> str:
    """Where other items of the list are."""
    parts: dict[str, str | int] = {
        "kind": asked.kind,
        "whose": asked.whose,
        "state": asked.state,
        "page": asked.page,
        **changed,
    }
    return f"{reverse('quality:review')}?{urlencode({name: value for name, value in parts.items() if value})}"


def filters(asked: Asked) -> list[list[tuple[str, str, bool]]]:
    """Links for kinds, owners and states: (words, address, whether it is this one)."""
    kinds = [("", _("Everything")), *((kind.value, str(kind.label)) for kind in Work)]
    whose = [("", _("Anybody’s")), (MINE, _("Mine")), (NOBODYS, _("Nobody’s"))]
    states = [(WAITING, _("Open")), (WorkState.PUT_OFF.value, _("Put off")), (DONE, _("Done"))]
    return [
        [(words, address(asked, page=0, state=code), asked.state == code) for code, words in states],
        [(words, address(asked, page=0, whose=code), asked.whose == code) for code, words in whose],
        [(words, address(asked, page=0, kind=code), asked.kind == code) for code, words in kinds],
    ]


@guarded("quality.edit")
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Do the same with all items that are ticked."""
    user, pks = signed_in(request), [int(pk) for pk in request.POST.getlist("key") if pk.isdecimal() and len(pk) < 19]
    items = worklist.chosen(pks, user)
    act = ACTS.get(request.POST.get("do", ""))
    if act and items:
        done = act(request, items, user)
        words = ngettext("{n} item was changed.", "{n} items were changed.", done)
        messages.success(request, words.format(n=display.number(done)))
    else:
        messages.error(request, _("Tick at least one item first."))
    return redirect(back(request))


def back(request: HttpRequest) -> str:
    """The list from which the form came."""
    there = request.POST.get("here", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith(reverse("quality:review"))
    return there if is_ours else reverse("quality:review")


def take(request: HttpRequest, items: Sequence["WorkItem"], user: "User") -> int:
    return worklist.take(items, user, actor=actor_in(request))


def give(request: HttpRequest, items: Sequence["WorkItem"], _user: "User") -> int:
    """To the colleague who was chosen; nobody: back into the queue."""
    pk = request.POST.get("to", "")
    to = users().filter(pk=pk, is_active=True).first() if pk.isdecimal() and len(pk) < 19 else None
    return worklist.take(items, to, actor=actor_in(request))


def put_off(request: HttpRequest, items: Sequence["WorkItem"], _user: "User") -> int:
    days = MONTH if request.POST.get("do") == "month" else WEEK
    return worklist.put_off(items, days, actor=actor_in(request))


def finish(request: HttpRequest, items: Sequence["WorkItem"], _user: "User") -> int:
    return resolving.finish(items, "seen", actor=actor_in(request))


def accept(_request: HttpRequest, items: Sequence["WorkItem"], user: "User") -> int:
    return worklist.accept(items, user)


ACTS: dict[str, Callable[[HttpRequest, Sequence["WorkItem"], "User"], int]] = {
    "take": take,
    "give": give,
    "week": put_off,
    "month": put_off,
    "done": finish,
    "accept": accept,
}
