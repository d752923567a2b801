"""Colleagues: who there is, what each may do, and letting somebody in again or no more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.staff import letters, services
from regulars.base.staff.enums import Role
from regulars.base.staff.errors import StaffError
from regulars.base.staff.forms.colleagues import AccessForm
from regulars.base.staff.models import User
from regulars.base.staff.queries import any_user, colleague, colleagues, invitations, keys_of
from regulars.base.staff.rules import can_change, can_help
from regulars.base.staff.telling import may_do, may_see
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.confirming import confirmed, confirmed_recently

from .common import done, filled, link_to


@guarded("staff.see")
@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, and who is invited."""
    edits = signed_in(request).has_perm("staff.edit")
    return render(request, "staff/staff.html", {"people": colleagues(), "invited": invitations(), "edits": edits})


@guarded("staff.see")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do and see."""
    return render(request, "staff/roles.html", {"roles": list(Role), "does": may_do(), "sees": may_see()})


@guarded("staff.see")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """One colleague; the form changes their role, team and reach."""
    acting = signed_in(request)
    try:
        user = colleague(user_id)
    except StaffError as error:
        messages.error(request, str(error))
        return redirect("staff:colleagues")
    may_change = acting.has_perm("staff.edit") and can_change(acting, user)
    if request.method == "POST":
        return change(request, user.pk)
    form = AccessForm(acting=acting, user=user) if may_change and confirmed_recently(request) else None
    return page(request, user, form)


def page(request: HttpRequest, user: User, form: AccessForm | None, link: str = "") -> HttpResponse:
    """The page about a colleague, with what whoever looks may do there."""
    acting = signed_in(request)
    edits = acting.has_perm("staff.edit")
    asked = {
        "user": user,
        "form": form,
        "keys": keys_of(user),
        "link": link,
        "may_change": edits and can_change(acting, user),
        "may_help": edits and can_help(acting, user),
        "is_me": user.pk == acting.pk,
        "is_confirmed": confirmed_recently(request),
    }
    return render(request, "staff/colleague.html", asked)


@guarded("staff.edit")
@confirmed
def change(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """Change somebody's role, team and reach."""
    user = colleague(user_id)
    form = AccessForm(request.POST, acting=signed_in(request), user=user)
    actor = actor_in(request)
    if not form.is_valid() or filled(form, lambda: services.change_access(user_id, **form.access, actor=actor)) is None:
        return page(request, user, form)
    messages.success(request, _("Saved. They are asked to sign in again where that matters."))
    return redirect("staff:show", user_id)


@guarded("staff.edit")
@confirmed
@require_POST
def disable(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account."""
    done(request, lambda: services.disable_user(user_id, actor=actor_in(request)), _("The account is closed."))
    return redirect("staff:show", user_id)


@guarded("staff.edit")
@confirmed
@require_POST
def enable(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    done(request, lambda: services.enable_user(user_id, actor=actor_in(request)), _("The account is open again."))
    return redirect("staff:show", user_id)


@guarded("staff.edit")
@confirmed
@require_POST
def start_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let somebody choose a new password; without a mail server the link is shown in this answer alone."""
    try:
        user, who, token = services.start_reset(user_id, actor=actor_in(request))
    except StaffError as error:
        messages.error(request, str(error))
        return redirect("staff:show", user_id)
    link = link_to(request, reverse("staff:reset", args=[who, token]))
    if letters.send_reset(user.email, link, actor=actor_in(request)):
        messages.success(request, _("A link for a new password is on its way to %(email)s.") % {"email": user.email})
        return redirect("staff:show", user_id)
    return page(request, colleague(user_id), None, link)


@guarded("staff.edit")
@confirmed
@require_POST
def remove_factors(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take the second factors from somebody who lost theirs."""
    words = _("Their second factors are removed. They sign in with the password alone until they set up new ones.")
    actor = actor_in(request)
    if done(request, lambda: services.remove_factors(user_id, actor=actor), words):
        letters.tell_of_reset(any_user(user_id).email, actor=actor)
    return redirect("staff:show", user_id)
