"""Reveals one masked value: in its place for htmx, on a page of its own otherwise; never kept by a browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers.errors import NothingToReveal, ReasonMissing
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.revealing import LONGEST_REASON, reveal
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.values import label, written

from .loading import about_customer

LONGEST_NAME = 200


@guarded("customers.reveal")
@require_POST
@never_cache
@about_customer
def reveal_value(request: HttpRequest, customer: Customer) -> HttpResponse:
    """One trait (`field`) or identifier (`identifier`, its key) of a customer in full, for a `reason`."""
    number = request.POST.get("identifier", "")
    try:
        shown = reveal(
            customer.root,
            field=request.POST.get("field", "")[:LONGEST_NAME],
            identifier=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0,
            reason=request.POST.get("reason", "")[:LONGEST_REASON],
            sight=signed_in(request).sight,
            actor=actor_in(request),
        )
    except (NothingToReveal, ReasonMissing) as refused:
        return answer(request, customer, {"error": str(refused), "label": _("Reveal")})
    context = {"field": shown.field, "label": label(shown.field), "text": written(shown.field, shown.value)}
    return answer(request, customer, context)


def answer(request: HttpRequest, customer: Customer, context: dict[str, str]) -> HttpResponse:
    """The part for htmx, or the page."""
    template = "customers/_reveal.html" if wants_part(request) else "customers/reveal.html"
    return render(request, template, {"customer": customer, "header": header(customer), **context})
