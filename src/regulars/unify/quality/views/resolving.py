"""One item of the work list, settled in place; then the next one."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.audit.services import record
from regulars.base.jobs.enums import WorkState
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.errors import CustomersError
from regulars.unify.customers.queries import Customer, customer
from regulars.unify.customers.queries.listing import golden_rows, rows_of
from regulars.unify.identity.errors import IdentityError, StillWaiting
from regulars.unify.identity.queries import roots_of
from regulars.unify.quality import resolving, worklist
from regulars.unify.quality.enums import Work
from regulars.unify.quality.errors import ItemGone, QualityError
from regulars.unify.quality.forms import TypedForm

from .working import MONTH, WEEK

if TYPE_CHECKING:
    from regulars.base.jobs.models import WorkItem
    from regulars.base.staff.models import User


@guarded("quality.see")
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item: int) -> HttpResponse:
    """What it is about, and the ways to settle it."""
    user = signed_in(request)
    try:
        found = worklist.item_of(item, user)
        about = customer(found.key, sight=user.sight)
    except (ItemGone, CustomersError, IdentityError):
        messages.info(request, _("This is settled already, or not for you."))
        return redirect("quality:review")
    form = TypedForm(resolving.field_of(found), request.POST or None) if found.kind == Work.DOUBTFUL else None
    if request.method == "POST" and user.has_perm("quality.edit") and settled(request, found, about, user, form):
        following = worklist.next_after(found, user)
        return redirect("quality:item", following.pk) if following else redirect("quality:review")
    record("quality.item", actor=actor_in(request), object_type="customer", keys=[about.root])
    return render(request, "quality/item.html", context_of(found, about, user) | {"form": form})


def context_of(found: "WorkItem", about: Customer, user: "User") -> dict[str, Any]:
    """What the page draws."""
    return {
        "item": found,
        "line": worklist.lines_of([found], user)[0],
        "customer": about,
        "choices": resolving.choices(found, about, user.sight.mask),
        "is_done": found.state == WorkState.DONE,
        "other": other_of(found, user) if found.kind == Work.SHARED else None,
    }


def other_of(found: "WorkItem", user: "User") -> Any:
    """The second of two who may be one; None if they are gone."""
    root = roots_of([int(found.about)])[int(found.about)]
    rows = rows_of(golden_rows([root]), user.sight.mask)
    return rows[0] if rows else None


def settled(
    request: HttpRequest, found: "WorkItem", about: Customer, user: "User", form: TypedForm | None = None
) -> bool:
    """Whether it needs nobody any more; what was wrong is said."""
    actor, did = actor_in(request), request.POST.get("do", "")
    if did in {"week", "month"}:
        worklist.put_off([found], MONTH if did == "month" else WEEK, actor=actor)
        return True
    if did == "done":
        resolving.finish([found], "seen", actor=actor)
        return True
    if did == "take":
        worklist.take([found], user, actor=actor)
        return False
    if form and not form.is_valid():
        return False
    try:
        typed, code = form.typed() if form else "", request.POST.get("choice", "")
        values, outcome = resolving.values_for(found, about, user.sight.mask, code, typed)
        if form and typed and form.asks(values):
            return False
        resolving.settle(found, about, values, outcome, actor=actor)
    except StillWaiting as waits:
        messages.warning(request, str(waits))
        resolving.finish([found], "chosen", actor=actor)
    except (IdentityError, QualityError) as refused:
        messages.error(request, str(refused))
        return False
    else:
        messages.success(request, _("Saved. Your correction stands above every source."))
    return True
