"""Corrections by colleagues, in place: a correction is a fact that wins over every source, and can be withdrawn."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.audit.services import record
from regulars.base.fields.masks import Mask
from regulars.base.fields.queries import fields
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers import doors, queries
from regulars.unify.customers.errors import FieldUnseen
from regulars.unify.customers.forms import CorrectionForm, fields_with
from regulars.unify.customers.queries import Customer, check_editable
from regulars.unify.customers.queries.history import history as history_of
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.traits import one_trait, saying
from regulars.unify.customers.sheets.values import label
from regulars.unify.facts.consent import is_consent
from regulars.unify.identity import services
from regulars.unify.identity.errors import TraitInvalid

from .acting import carry_out
from .deciding import back_to
from .framing import frame, profile
from .loading import about_customer, actor_names, note_seen

LONGEST_NAME = 200


def asked_trait(request: HttpRequest) -> str:
    """The trait in the address; empty for none."""
    trait = request.GET.get("trait", "")[:LONGEST_NAME]
    return "" if is_consent(trait) else trait


@guarded("customers.edit")
@require_http_methods(["GET", "POST"])
@about_customer
def edit(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Correct one trait (or the whole of a name or an address), or first choose which."""
    note_seen(request, customer)
    trait, mask = asked_trait(request), signed_in(request).sight.mask
    if not trait:
        context = {"customer": customer, "header": header(customer), "choices": choices(customer, mask)}
        return render(request, "customers/edit_which.html", context)
    try:
        check_editable(fields_with(trait), mask)
    except FieldUnseen as unseen:
        messages.error(request, str(unseen))
        return again(request, customer, trait)
    form = CorrectionForm(trait, customer.traits, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and saved(request, customer, form):
        return again(request, customer, trait)
    context = {
        "customer": customer,
        "header": header(customer),
        "form": form,
        "trait": trait,
        "label": label(trait),
        "is_known": one_trait(customer, trait, mask) is not None,
    }
    return render(request, "customers/_correct.html" if wants_part(request) else "customers/edit.html", context)


def saved(request: HttpRequest, customer: Customer, form: CorrectionForm) -> bool:
    """Whether the correction is stored; one that does not fit its field is said beside it."""
    changes = form.changes()
    if not changes:
        messages.info(request, _("Nothing was changed."))
        return True
    try:
        services.check_traits(changes)
    except TraitInvalid as invalid:
        form.add_error(str(invalid.values["trait"]), str(invalid.values["reason"]))
        return False
    if form.asks(changes):
        return False
    actor = actor_in(request)

    def hand_in() -> Any:
        doors.uphold(customer.root, changes, actor=actor)
        return services.edit_customer(customer.root, changes, actor=actor)

    return carry_out(request, hand_in, _("Saved. Your correction stands above every source."))


def again(request: HttpRequest, customer: Customer, trait: str) -> HttpResponse:
    """The profile and the head as they are now, the keyboard back on the trait; without htmx the page."""
    if not wants_part(request):
        return back_to(customer)
    fresh = queries.customer(customer.root, sight=signed_in(request).sight)
    response = render(request, "customers/_profile_again.html", frame(request, fresh) | profile(request, fresh))
    response["HX-Retarget"], response["HX-Reswap"] = "#profile", "outerHTML"
    response["HX-Trigger-After-Settle"] = json.dumps({"regulars:focus-trait": trait})
    return response


@guarded("customers.see")
@require_GET
@about_customer
def one(request: HttpRequest, customer: Customer) -> HttpResponse:
    """One line of the profile, as it stood before somebody began to correct it."""
    note_seen(request, customer)
    trait = asked_trait(request)
    found = one_trait(customer, trait, signed_in(request).sight.mask)
    if not wants_part(request):
        return back_to(customer)
    context = {"customer": customer, "trait": found, "name": trait, "label": label(trait), "actors": actor_names()}
    return render(request, "customers/_trait.html" if found else "customers/_missing.html", context)


@guarded("customers.see")
@require_GET
@about_customer
def history(request: HttpRequest, customer: Customer) -> HttpResponse:
    """All values that a trait has had, in its hint or on a page of its own."""
    trait, mask = asked_trait(request), signed_in(request).sight.mask
    sayings = [saying(trait, past) for past in history_of(customer.keys, customer.kind, trait, mask=mask)]
    record("customer.history", actor=actor_in(request), object_type="customer", keys=[customer.root], fields=[trait])
    context = {
        "customer": customer,
        "header": header(customer),
        "trait": one_trait(customer, trait, mask),
        "label": label(trait),
        "sayings": sayings,
        "actors": actor_names(),
    }
    template = "customers/_history.html" if wants_part(request) else "customers/history.html"
    return render(request, template, context)


def choices(customer: Customer, mask: Mask) -> list[tuple[str, str]]:
    """The traits that can be corrected: all of the dictionary, and what else is known, if they are seen whole."""
    declared = [(field.name, str(field.label)) for field in fields() if mask.sees_all(fields_with(field.name))]
    known = {field.name for field in fields()}
    others = [name for name in customer.traits if name not in known and not is_consent(name) and mask.sees(name)]
    return declared + [(name, label(name)) for name in sorted(others)]


@guarded("customers.edit")
@require_POST
@about_customer
def withdraw(request: HttpRequest, customer: Customer, of: int, row: int) -> HttpResponse:
    """Take a correction back: what the sources say stands again."""
    if of not in customer.keys:
        messages.error(request, _("This correction is not theirs."))
        return redirect("customers:customer", key=customer.root)
    done = _("The correction is withdrawn. What the sources say stands again.")
    carry_out(request, lambda: services.withdraw_edit(of, row, actor=actor_in(request)), done)
    return again(request, customer, asked_trait(request))
