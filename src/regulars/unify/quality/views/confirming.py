"""Codes and calls, in the panel on the page about a customer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.base.web.access import actor_in, guarded
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.views.loading import about_customer
from regulars.unify.customers.views.panels import answer as panel_again
from regulars.unify.identity.errors import IdentityError, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import wait
from regulars.unify.quality import confirming
from regulars.unify.quality.errors import QualityError
from regulars.unify.quality.measuring import refresh

PANEL = "quality"


@guarded("quality.edit")
@require_POST
@about_customer
def send_code(request: HttpRequest, customer: Customer, identifier: int) -> HttpResponse:
    """Send a code to one of their addresses or numbers."""
    try:
        confirming.send_code(customer, identifier, actor=actor_in(request))
        words = _("A code was sent. Ask the customer for it; it is good for {minutes} minutes.")
        messages.success(request, words.format(minutes=confirming.MINUTES))
    except QualityError as refused:
        messages.error(request, str(refused))
    return panel_again(request, customer, PANEL, focus=f"code-{identifier}")


@guarded("quality.edit")
@require_POST
@about_customer
def enter_code(request: HttpRequest, customer: Customer, identifier: int) -> HttpResponse:
    """What the customer read out."""
    written, actor = request.POST.get("code", "")[:20], actor_in(request)
    done(request, customer, lambda: confirming.enter_code(customer, identifier, written, actor=actor))
    return panel_again(request, customer, PANEL)


@guarded("quality.edit")
@require_POST
@about_customer
def answer(request: HttpRequest, customer: Customer, identifier: int, said: str) -> HttpResponse:
    """What came of a call: "right" or "wrong"."""
    if said not in {"right", "wrong"}:
        raise Http404
    actor = actor_in(request)
    is_right = said == "right"
    done(request, customer, lambda: confirming.note_call(customer, identifier, is_right=is_right, actor=actor))
    return panel_again(request, customer, PANEL)


def done(request: HttpRequest, customer: Customer, hand_in: Callable[[], HandedIn]) -> Any:
    """Carry it out, and say how it went."""
    try:
        wait(hand_in())
    except StillWaiting as waits:
        messages.warning(request, str(waits))
    except (QualityError, IdentityError) as refused:
        messages.error(request, str(refused))
    else:
        refresh([customer.root])
        messages.success(request, _("Noted."))
