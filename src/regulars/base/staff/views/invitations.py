"""Invitations: whom, as what, once more, or not after all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.staff import letters, services
from regulars.base.staff.errors import StaffError
from regulars.base.staff.forms.colleagues import InviteForm
from regulars.base.staff.models import Invitation
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.confirming import confirmed

from .common import done, filled, link_to


@guarded("staff.edit")
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invite somebody; without a mail server the link is shown in the answer alone."""
    form = InviteForm(request.POST or None, acting=signed_in(request))
    if form.is_valid():
        email, actor = form.cleaned_data["email"], actor_in(request)
        sent = filled(form, lambda: services.invite(email, **form.access, actor=actor), "email")
        if sent is not None:
            return told(request, *sent)
    return render(request, "staff/invite.html", {"form": form})


def told(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """The link goes by mail where there is a mail server, and else to whoever invites."""
    link = link_to(request, reverse("staff:accept", args=[secret]))
    if letters.send_invitation(invitation.email, link, actor=actor_in(request)):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
        return redirect("staff:colleagues")
    return render(request, "staff/invited.html", {"invitation": invitation, "link": link})


@guarded("staff.edit")
@confirmed
@require_POST
def resend(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Invite once more; the earlier link ends."""
    try:
        sent = services.resend(invitation_id, actor=actor_in(request))
    except StaffError as error:
        messages.error(request, str(error))
        return redirect("staff:colleagues")
    return told(request, *sent)


@guarded("staff.edit")
@confirmed
@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    words = _("The invitation is withdrawn: its link lets nobody in any more.")
    done(request, lambda: services.withdraw(invitation_id, actor=actor_in(request)), words)
    return redirect("staff:colleagues")
