"""Decisions on a page: each is explained first, then sent, then waited for."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.forms import SinceForm
from regulars.unify.customers.queries import Customer, check_undo, undo_preview
from regulars.unify.customers.sheets.decisions import decided, spoken
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.identity import evidence, positions, tie_words
from regulars.unify.facts.normalize import timestamp
from regulars.unify.facts.queries import heard_on
from regulars.unify.identity import services
from regulars.unify.identity.errors import IdentityError, NoPreview
from regulars.unify.identity.queries import IdentifierValue, LinkEvidence, StandingDecision

from .acting import carry_out
from .keeping import going, homes_of, move_what_was_chosen
from .loading import about_customer, actor_names


def back_to(customer: Customer) -> HttpResponse:
    """The page of whoever has this key now."""
    return redirect("customers:customer", key=customer.root)


def back_to_strongest(customer: Customer) -> HttpResponse:
    """The page of whoever has the strongest identifier now: of two who came apart, the one with most to their name."""
    return redirect("customers:customer", key=customer.keys[0])


@guarded("customers.merge")
@require_http_methods(["GET", "POST"])
@about_customer
def undo(request: HttpRequest, customer: Customer, link: str) -> HttpResponse:
    """Undo a link, or take a decision back: what would change is shown first."""
    try:
        begun_with = check_undo(link, sight=signed_in(request).sight)
        if request.method == "POST":
            move_what_was_chosen(request, customer)
            carry_out(request, lambda: services.undo_link(link, actor=actor_in(request)), _("Done."))
            return redirect("customers:customer", key=begun_with if begun_with in customer.keys else customer.root)
        context = undo_context(request, customer, link)
    except NoPreview:
        context = {"decision": standing(customer, link)}
    except IdentityError as refused:
        messages.error(request, str(refused))
        return back_to(customer)
    if context.get("decision", True) is None:
        messages.error(request, _("This decision does not stand any more."))
        return back_to(customer)
    return render(request, "customers/undo.html", {"customer": customer, "header": header(customer), **context})


def standing(customer: Customer, link: str) -> Any:
    """A standing decision about a customer, in words; None if there is none of this number."""
    return next((decided(one, actor_names()) for one in customer.decisions if f"d{one.position}" == link), None)


def undo_context(request: HttpRequest, customer: Customer, link: str) -> dict[str, Any]:
    """What an undo would change, and what was written since.

    Raises LinkUnknown, LinkWithdrawn, DecisionUnknown, NoPreview.
    """
    preview = undo_preview(link, sight=signed_in(request).sight)
    shown = [one.key for person in preview.changes for one in person.identifiers]
    record("customer.preview_undo", actor=actor_in(request), object_type="customer", keys=shown)
    actors, a, b = actor_names(), *ends(preview.undone)
    links = (tie for tie in (preview.undone, *preview.still) if isinstance(tie, LinkEvidence))
    days = heard_on(positions(links))
    return {
        "preview": preview,
        "is_merge": isinstance(preview.undone, StandingDecision),
        "a": a,
        "b": b,
        "a_words": spoken(a),
        "b_words": spoken(b),
        "undone": undone_words(preview.undone, days, actors),
        "still": [tie_words(tie, days, actors) for tie in preview.still],
        "people": people_after(preview.changes),
        "unseen": preview.unseen,
        "homes": (homes := homes_of(preview.changes)),
        "going": going(request, customer, homes, since(preview.undone, days)),
    }


def since(undone: LinkEvidence | StandingDecision, days: Mapping[int, dt.date]) -> int:
    """The moment (µs) from which two were one because of this; 0 where it is not known."""
    if isinstance(undone, StandingDecision):
        return undone.at
    day = days.get(undone.first_position)
    return 0 if day is None else int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()) * 1_000_000


def ends(undone: LinkEvidence | StandingDecision) -> tuple[IdentifierValue, IdentifierValue]:
    """The two identifiers that something ties."""
    return (undone.from_, undone.to) if isinstance(undone, LinkEvidence) else (undone.one, undone.other)


def undone_words(undone: LinkEvidence | StandingDecision, days: Any, actors: Any) -> str:
    if isinstance(undone, LinkEvidence):
        return evidence(undone, undone.to, days).sentence
    return decided(undone, actors).text


def people_after(changes: Any) -> list[dict[str, Any]]:
    """Customers as they would be, by their identifiers in words."""
    return [
        {"is_outsider": one.is_outsider, "identifiers": [spoken(each) for each in one.identifiers]} for one in changes
    ]


VALUE_ACTIONS = {
    "end": services.end_value,
    "block": services.block_value,
    "part": services.part_value,
}


@guarded("customers.merge")
@require_http_methods(["GET", "POST"])
@about_customer
def value(request: HttpRequest, customer: Customer, identifier: int, action: str) -> HttpResponse:
    """End, block or part one of a customer's values."""
    one = next((each for each in customer.identifiers if each.key == identifier), None)
    if one is None or action not in VALUE_ACTIONS:
        messages.error(request, _("This value is not theirs any more."))
        return back_to(customer)
    if request.method == "POST":
        return decide_value(request, customer, one, action)
    return render(request, "customers/value.html", value_context(customer, one, action, SinceForm()))


def value_context(customer: Customer, one: IdentifierValue, action: str, form: SinceForm) -> dict[str, Any]:
    """What the question says."""
    known = {"customer": customer, "header": header(customer), "one": one, "words": spoken(one)}
    return {**known, "action": action, "form": form}


def decide_value(request: HttpRequest, customer: Customer, one: IdentifierValue, action: str) -> HttpResponse:
    """Hand it in; an end may say when."""
    form = SinceForm(request.POST)
    if not form.is_valid():
        return render(request, "customers/value.html", value_context(customer, one, action, form))
    day = form.cleaned_data["at"]
    more = {"at": timestamp(day.isoformat()) if day else None} if action == "end" else {}
    act = VALUE_ACTIONS[action]
    carry_out(request, lambda: act(one.key, **more, actor=actor_in(request)), _("Done. You can take it back below."))
    return back_to(customer)
