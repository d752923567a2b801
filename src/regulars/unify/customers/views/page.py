"""The page about one customer, its panels, and its timeline."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.base.lake.errors import LakeError
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.base.web.shell import Panel, panels_for
from regulars.unify.customers import queries
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sentences import which
from regulars.unify.customers.sheets import timeline as line
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.identity import MOST, IdentitySheet, beyond_keys, identity_sheet, positions
from regulars.unify.customers.sheets.traits import trait_groups
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine
from regulars.unify.facts.queries import heard_on
from regulars.unify.identity.queries import source_names, withdrawn_batches

from .loading import about_customer, actor_names

MOST_MEMBERS = 20


@guarded("customers.see")
@require_GET
@about_customer
def page(request: HttpRequest, customer: Customer) -> HttpResponse:
    """All that is known of a customer."""
    record(
        "customer.see", actor=actor_in(request), object_type="customer", keys=[customer.root], fields=customer.traits
    )
    most = None if "all" in request.GET else MOST
    members = customer.members if "all" in request.GET else customer.members[:MOST_MEMBERS]
    context = {
        "customer": customer,
        "header": header(customer),
        "traits": trait_groups(customer),
        "identity": because(customer, most, signed_in(request).sight),
        "members": members,
        "figures": loaded(request, customer, f"{subject(customer)}.figures"),
        "panels": loaded(request, customer, subject(customer)),
        "kinds": line.choices(),
    }
    return render(request, "customers/customer.html", context)


def because(customer: Customer, most: int | None, sight: Sight) -> IdentitySheet:
    """Why they are one person."""
    beyond = queries.decisions_about(beyond_keys(customer), sight=sight)
    return identity_sheet(customer, heard_on(positions(customer.links)), actor_names(), beyond, most=most)


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
    found = next((one for one in panels_for(request, subject(customer)) if one.name == name), None)
    if found is None:
        raise Http404
    return render(request, panel_template(request), panel_context(request, customer, found))


def panel_template(request: HttpRequest) -> str:
    return "customers/_panel.html" if wants_part(request) else "customers/panel.html"


def panel_context(request: HttpRequest, customer: Customer, one: Panel) -> dict[str, Any]:
    shown = one.load(request, customer)
    return {"customer": customer, "header": header(customer), "panel": one, "shown": shown}


@guarded("customers.see")
@require_GET
@about_customer
def timeline(request: HttpRequest, customer: Customer) -> HttpResponse:
    """What happened, a page at a time; as a part for htmx, as a page of its own without."""
    kind, before = request.GET.get("kind", ""), line.read_cursor(request.GET.get("before", ""))
    context = {
        "customer": customer,
        "header": header(customer),
        "kind": kind,
        "kinds": line.choices(),
        "before": before,
        "is_part": wants_part(request),
    }
    try:
        context |= timeline_page(customer, kind, before, signed_in(request).sight)
    except LakeError:
        context["failed"] = True
    template = "customers/_timeline.html" if context["is_part"] else "customers/timeline.html"
    return render(request, template, context)


def timeline_page(customer: Customer, kind: str, before: queries.Cursor | None, sight: Sight) -> dict[str, Any]:
    """One page of the timeline by day, and where the next begins."""
    happened: list[queries.Happening] = []
    names = source_names()
    if kind != line.DECISIONS:
        happened = queries.timeline(
            engine(),
            customer.keys,
            sight=sight,
            withdrawn=withdrawn_batches(),
            sources=names,
            which=which(kind),
            before=before,
            limit=line.PAGE,
        )
    decided = decided_entries(customer, names) if kind in ("", line.DECISIONS) else []
    entries, after = line.page_of(happened, decided, before)
    last_seen = happened[0].occurred_at if happened and before is None and not kind else None
    return {"days": line.days_of(entries), "next": after, "last_seen": last_seen}


def decided_entries(customer: Customer, names: Mapping[int, str]) -> list[line.Entry]:
    """What the database adds to the lake's events; decisions may be far older than what a page shows."""
    return line.decided_entries(customer, actor_names(), queries.consents_said(customer.keys, names))
