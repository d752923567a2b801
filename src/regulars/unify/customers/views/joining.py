"""Merging two customers by hand, and keeping two apart: find the other, compare, confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.audit.services import record
from regulars.base.fields.masks import Sight
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import queries
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.decisions import spoken
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.traits import order
from regulars.unify.customers.sheets.values import label, written
from regulars.unify.facts.consent import is_consent
from regulars.unify.identity import services
from regulars.unify.identity.errors import CustomerUnknown, IdentityError, SameKey
from regulars.unify.identity.queries import identifier_type, limits_passed

from .acting import carry_out
from .deciding import back_to, people_after
from .loading import about_customer
from .searching import matches

MOST_OTHERS = 12


@dataclass(frozen=True)
class Compared:
    """One trait of two customers, and what it would be if they were one."""

    label: str
    one: str
    other: str
    together: str


@guarded("customers.merge")
@require_http_methods(["GET", "POST"])
@about_customer
def merge(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Make one customer of two."""
    other = other_of(request)
    if request.method == "POST" and other:
        done = _("They are one customer now. You can take this back below.")
        carry_out(request, lambda: services.merge_customers(customer.root, other.root, actor=actor_in(request)), done)
        return back_to(customer)
    context = {"customer": customer, "header": header(customer), "verb": "merge", **found(request, customer)}
    if other and other.root != customer.root:
        context |= merge_preview(request, customer, other)
    return render(request, "customers/merge.html", context)


@guarded("customers.merge")
@require_http_methods(["GET", "POST"])
@about_customer
def apart(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Say that two are different people: two identifiers of one customer, or two customers."""
    a, b = number(request, "a") or customer.root, number(request, "b")
    try:
        queries.check_people(*filter(None, (a, b)), sight=signed_in(request).sight)
    except CustomerUnknown as unknown:
        messages.error(request, str(unknown))
        a, b = customer.root, 0
    if request.method == "POST" and b:
        done = _("They are kept apart, whatever links them now or later. You can take this back below.")
        carry_out(request, lambda: services.keep_apart(a, b, actor=actor_in(request)), done)
        return back_to(customer)
    context = {"customer": customer, "header": header(customer), "identifiers": spoken_identifiers(customer)}
    if b:
        try:
            context |= apart_context(request, a, b)
        except IdentityError as refused:
            messages.error(request, str(refused))
    return render(request, "customers/apart.html", context | found(request, customer))


def apart_context(request: HttpRequest, a: int, b: int) -> dict[str, Any]:
    """Who would be who. Raises SameKey, CustomerUnknown."""
    services.people(a, b)
    if a == b:
        raise SameKey
    after = queries.apart_preview(a, b, sight=signed_in(request).sight)
    keys = [one.key for person in after.people for one in person.identifiers]
    record("customer.preview_apart", actor=actor_in(request), object_type="customer", keys=keys or [a, b])
    return {"a": a, "b": b, "people": people_after(after.people), "unseen": after.unseen, "is_ready": True}


def spoken_identifiers(customer: Customer) -> list[tuple[int, str]]:
    return [(one.key, spoken(one)) for one in customer.identifiers]


def number(request: HttpRequest, name: str) -> int:
    """A key from the form or the address; 0 if there is none."""
    text = request.POST.get(name) or request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def other_of(request: HttpRequest) -> Customer | None:
    """The other customer, if one is named and known."""
    key = number(request, "with")
    try:
        return queries.customer(key, sight=signed_in(request).sight) if key else None
    except (CustomerUnknown, CustomerHidden) as unknown:
        messages.error(request, str(unknown))
        return None


def found(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Who else might be meant by what was typed."""
    text = request.GET.get("q", "").strip()
    matching = matches(text, sight=signed_in(request).sight, limit=MOST_OTHERS)
    rows = [one.row for one in matching if one.row.root != customer.root]
    if text:
        keys = [row.root for row in rows]
        record("customer.search", actor=actor_in(request), object_type="customer", keys=keys, text=text)
    return {"text": text, "rows": rows}


def merge_preview(request: HttpRequest, one: Customer, other: Customer) -> dict[str, Any]:
    """Two customers side by side, and what they would be together."""
    record("customer.compare", actor=actor_in(request), object_type="customer", keys=[one.root, other.root])
    sight = signed_in(request).sight
    why = queries.why(one.root, other.root, sight=sight)
    return {
        "other": other,
        "other_header": header(other),
        "compared": compared(one, other, sight),
        "passed": [identifier_type(code) for code in limits_passed(one.root, other.root)],
        "refused": why.refused,
        "apart": why.apart,
        "sides": (spoken_identifiers(one), spoken_identifiers(other)),
    }


def compared(one: Customer, other: Customer, sight: Sight) -> Sequence[Compared]:
    """Every trait of either, in the order of the dictionary."""
    together = queries.golden_together([*one.keys, *other.keys], sight=sight)
    names = {name for name in one.traits | other.traits | together if not is_consent(name)}
    places = order()
    return [
        Compared(
            label(name),
            written(name, one.traits.get(name)),
            written(name, other.traits.get(name)),
            written(name, together.get(name)),
        )
        for name in sorted(names, key=lambda name: (places.get(name, len(places)), name))
    ]
