"""Panels that other apps add to the page about one customer: drawn with it, asked for alone, or anew after a change."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from regulars.base.web.access import guarded
from regulars.base.web.parts import wants_part
from regulars.base.web.shell import Panel, panels_for
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.header import header
from regulars.unify.facts.identifiers import PERSON

from .loading import about_customer, note_seen


def subject(customer: Customer) -> str:
    """What panels say they are about: a customer, or a company or household."""
    return "customer" if customer.kind == PERSON else "group"


def loaded(request: HttpRequest, customer: Customer, about: str) -> list[dict[str, Any]]:
    """The panels that other apps add, each with what it shows; lazy ones are asked for by the browser."""
    return [
        {"panel": panel, "shown": {} if panel.lazy else panel.load(request, customer)}
        for panel in panels_for(request, about)
    ]


@guarded("customers.see")
@require_GET
@about_customer
def panel(request: HttpRequest, customer: Customer, name: str) -> HttpResponse:
    """One panel alone: what a lazy one is filled with, or all that a short one left out."""
    note_seen(request, customer)
    template = "customers/_panel.html" if wants_part(request) else "customers/panel.html"
    return render(request, template, context_of(request, customer, panel_of(request, customer, name)))


def panel_of(request: HttpRequest, customer: Customer, name: str) -> Panel:
    """The panel of this name. Raises Http404."""
    found = next((one for one in panels_for(request, subject(customer)) if one.name == name), None)
    if found is None:
        raise Http404
    return found


def context_of(request: HttpRequest, customer: Customer, one: Panel) -> dict[str, Any]:
    shown = one.load(request, customer)
    return {
        "customer": customer,
        "header": header(customer),
        "panel": one,
        "shown": shown,
        "is_part": wants_part(request),
        "is_alone": not wants_part(request),
    }


def answer(
    request: HttpRequest, customer: Customer, name: str, more: Mapping[str, Any] | None = None, *, focus: str = ""
) -> HttpResponse:
    """After something in a panel was changed: the panel again, with what there is to say; without htmx the page.

    `more` is added to what the panel shows, `focus` is the id of what the keyboard goes back to.
    """
    if not wants_part(request):
        return redirect(f"{reverse('customers:customer', args=[customer.root])}#panel-{name}")
    context = context_of(request, customer, panel_of(request, customer, name))
    context["shown"] |= more or {}
    response = render(request, "customers/_panel.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = f"#panel-{name}", "outerHTML"
    if focus:
        response["HX-Trigger-After-Settle"] = f'{{"regulars:focus": "{focus}"}}'
    return response
