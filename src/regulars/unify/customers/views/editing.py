"""Corrections by colleagues: a correction is a fact that wins over every source, and can be withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.fields.masks import Mask
from regulars.base.fields.queries import fields
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.errors import FieldUnseen
from regulars.unify.customers.forms import CorrectionForm, fields_with
from regulars.unify.customers.queries import Customer, check_editable
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.values import label
from regulars.unify.facts.consent import is_consent
from regulars.unify.identity import services
from regulars.unify.identity.errors import TraitInvalid

from .acting import carry_out
from .deciding import back_to
from .loading import about_customer

LONGEST_NAME = 200


@guarded("customers.edit")
@require_http_methods(["GET", "POST"])
@about_customer
def edit(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Correct one trait (or the whole of a name or an address), or first choose which."""
    trait = request.GET.get("trait", "")[:LONGEST_NAME]
    if not trait or is_consent(trait):
        offered = choices(customer, signed_in(request).sight.mask)
        context = {"customer": customer, "header": header(customer), "choices": offered}
        return render(request, "customers/edit_which.html", context)
    try:
        check_editable(fields_with(trait), signed_in(request).sight.mask)
    except FieldUnseen as unseen:
        messages.error(request, str(unseen))
        return back_to(customer)
    form = CorrectionForm(trait, customer.traits, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and saved(request, customer, form):
        return back_to(customer)
    context = {"customer": customer, "header": header(customer), "form": form, "trait": trait, "label": label(trait)}
    return render(request, "customers/edit.html", context)


def saved(request: HttpRequest, customer: Customer, form: CorrectionForm) -> bool:
    """Whether the correction is stored; one that does not fit its field is said beside it."""
    changes = form.changes()
    if not changes:
        messages.info(request, _("Nothing was changed."))
        return True
    try:
        services.check_traits(changes)
    except TraitInvalid as invalid:
        form.add_error(str(invalid.values["trait"]), _("This value does not fit here."))
        return False

    def hand_in() -> Any:
        return services.edit_customer(customer.root, changes, actor=actor_in(request))

    return carry_out(request, hand_in, _("Saved. Your correction stands above every source."))


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
    return back_to(customer)
