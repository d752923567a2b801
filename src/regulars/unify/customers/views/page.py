"""The page about one customer, its panels, and its timeline."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.base.lake.errors import LakeError
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers import plugs, queries
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sentences import which
from regulars.unify.customers.sheets import timeline as line
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.identity import MOST, IdentitySheet, beyond_keys, identity_sheet, positions
from regulars.unify.facts.lake import engine
from regulars.unify.facts.queries import heard_on
from regulars.unify.identity.queries import source_names, withdrawn_batches

from .framing import frame, profile
from .loading import about_customer, actor_names, note_seen
from .panels import loaded, subject

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
    framed = frame(request, customer)
    context = {
        **framed,
        **profile(request, customer),
        "identity": because(customer, most, signed_in(request).sight, framed["actors"]),
        "members": members,
        "figures": loaded(request, customer, f"{subject(customer)}.figures"),
        "panels": loaded(request, customer, subject(customer)),
        "has_others": bool(customer.groups) or any(not link.accepted for link in customer.links),
    }
    return render(request, "customers/customer.html", context)


def because(customer: Customer, most: int | None, sight: Sight, actors: Mapping[str, str]) -> IdentitySheet:
    """Why they are one person."""
    beyond = queries.decisions_about(beyond_keys(customer), sight=sight)
    return identity_sheet(customer, heard_on(positions(customer.links)), actors, beyond, most=most)


@guarded("customers.see")
@require_GET
@about_customer
def timeline(request: HttpRequest, customer: Customer) -> HttpResponse:
    """What happened, a page at a time; as a part for htmx, as a page of its own without."""
    note_seen(request, customer)
    kind, before = request.GET.get("kind", ""), line.read_cursor(request.GET.get("before", ""))
    context = {
        "customer": customer,
        "header": header(customer),
        "kind": kind,
        "kinds": kinds_for(request),
        "before": before,
        "is_part": wants_part(request),
    }
    try:
        context |= timeline_page(request, customer, kind, before)
    except LakeError:
        context["failed"] = True
    template = "customers/_timeline.html" if context["is_part"] else "customers/timeline.html"
    return render(request, template, context)


def kinds_for(request: HttpRequest) -> dict[str, Any]:
    """The kinds by which this person can filter a timeline, those of other apps behind our own."""
    ours = line.choices()
    theirs = {one.kind: one.label for one in plugs.tellers_for(signed_in(request))}
    return {code: ours[code] for code in ours if code != line.OTHER} | theirs | {line.OTHER: ours[line.OTHER]}


def timeline_page(request: HttpRequest, customer: Customer, kind: str, before: queries.Cursor | None) -> dict[str, Any]:
    """One page of the timeline by day, and where the next begins."""
    tellers = [one for one in plugs.tellers_for(signed_in(request)) if kind in ("", one.kind)]
    sight, names = signed_in(request).sight, source_names()
    happened: list[queries.Happening] = []
    if kind != line.DECISIONS and kind not in {one.kind for one in plugs.tellers}:
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
    actors = actor_names()
    told = [entry for one in tellers for entry in one.tell(customer, sight.mask, actors, before, line.PAGE)]
    if kind in ("", line.DECISIONS):
        told += line.decided_entries(customer, actors, queries.consents_said(customer.keys, names))
    entries, after = line.page_of(happened, told, before)
    last_seen = happened[0].occurred_at if happened and before is None and not kind else None
    return {"days": line.days_of(entries), "next": after, "last_seen": last_seen}
