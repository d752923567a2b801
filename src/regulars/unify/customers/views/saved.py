"""Keeping a way of looking at the list: under a name, for oneself or for all, and which columns it shows."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.base.rules import RuleInvalid
from regulars.base.web.access import guarded, signed_in
from regulars.unify.customers import saved, table
from regulars.unify.customers.errors import CustomersError

from .asking import EVERYONE, USUAL, Asked, again
from .many import back

if TYPE_CHECKING:
    from regulars.base.staff.models import User

SHARE = "views.share"


def parts_of(asked: Asked) -> dict[str, str]:
    """The parts of a list that a view keeps: those that are not as usual."""
    return {name: text for name, text in asked.parts.items() if text != USUAL[name]}


@guarded("customers.see")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the list at `here` asks for under a name."""
    user, here = signed_in(request), request.POST.get("here", "")
    try:
        asked = again(here, user)
        name, is_shared = request.POST.get("name", ""), wants_share(request, user)
        view = saved.save_view(name, parts_of(asked), user=user, kind=asked.kind, is_shared=is_shared)
    except (CustomersError, RuleInvalid) as wrong:
        messages.error(request, str(wrong))
        return back(here)
    messages.success(request, _("The view “{name}” is kept.").format(name=view.name))
    return back(f"?view={view.code}")


def wants_share(request: HttpRequest, user: "User") -> bool:
    """Whether all colleagues shall have it. Raises PermissionDenied."""
    if "share" not in request.POST:
        return False
    if not user.has_perm(SHARE):
        raise PermissionDenied
    return True


@guarded("customers.see")
@require_POST
def change(request: HttpRequest, view: int) -> HttpResponse:
    """Rename a view, share it or not, or let it ask for what the list at `here` asks for."""
    user, here = signed_in(request), request.POST.get("here", "")
    try:
        if "update" in request.POST:
            saved.change_view(view, user=user, asked=parts_of(again(here, user)))
        else:
            saved.change_view(view, user=user, name=request.POST.get("name", ""), is_shared=wants_share(request, user))
    except (CustomersError, RuleInvalid) as wrong:
        messages.error(request, str(wrong))
        return back(here)
    messages.success(request, _("The view is changed."))
    return back(f"?view={view}")


@guarded("customers.see")
@require_POST
def delete(request: HttpRequest, view: int) -> HttpResponse:
    """Take a view away; nobody is deleted with it."""
    try:
        saved.delete_view(view, user=signed_in(request))
        messages.success(request, _("The view is deleted."))
    except CustomersError as wrong:
        messages.error(request, str(wrong))
    return redirect("customers:list")


@guarded("customers.see")
@require_POST
def move(request: HttpRequest, view: int) -> HttpResponse:
    """Put a view one place further, or back."""
    try:
        saved.move_view(view, 1 if request.POST.get("by") == "1" else -1, user=signed_in(request))
    except CustomersError as wrong:
        messages.error(request, str(wrong))
    return back(f"?view={view}")


@guarded("customers.see")
@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Show other columns: of everyone from now on, of a view until it is kept so."""
    user, here = signed_in(request), request.POST.get("here", "")
    try:
        asked = again(here, user)
    except (CustomersError, RuleInvalid) as wrong:
        messages.error(request, str(wrong))
        return back("")
    codes = chosen_columns(request, user)
    if asked.view.code == EVERYONE.code:
        saved.keep_columns(codes, user=user, kind=asked.kind)
        kept = again(here, user)
        return back(kept.address(columns=kept.base["columns"]) + opened(request))
    return back(asked.address(columns=",".join(codes)) + opened(request))


def opened(request: HttpRequest) -> str:
    """Where the page goes on: at the choice of columns, while one moves them."""
    return "#columns" if "move" in request.POST else ""


def chosen_columns(request: HttpRequest, user: "User") -> list[str]:
    """The codes that were ticked, in their order, one of them perhaps moved; none to go back to the usual ones."""
    if "usual" in request.POST:
        return []
    known = table.choices(user)
    codes = [code for code in dict.fromkeys(request.POST.getlist("column")) if code in known and code != "name"]
    code, _colon, by = request.POST.get("move", "").partition(":")
    if code in codes and by in ("1", "-1"):
        at = codes.index(code)
        codes.insert(min(max(at + int(by), 0), len(codes) - 1), codes.pop(at))
    return ["name", *codes]
