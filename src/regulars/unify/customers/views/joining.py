"""Merging two customers by hand, and keeping two apart: find the other, compare, confirm."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import queries
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.plugs import kept_for
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.comparing import apart_still, comparison
from regulars.unify.customers.sheets.decisions import spoken
from regulars.unify.customers.sheets.header import header
from regulars.unify.identity import services
from regulars.unify.identity.errors import CustomerUnknown, IdentityError, SameKey
from regulars.unify.identity.queries import identifier_type, limits_passed

from .acting import carry_out
from .deciding import back_to, back_to_strongest, people_after
from .keeping import going, homes_of, move_what_was_chosen
from .loading import about_customer, actor_names, note_seen
from .searching import matches

MOST_OTHERS = 12


@guarded("customers.merge")
@require_http_methods(["GET", "POST"])
@about_customer
def merge(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Make one customer of two."""
    note_seen(request, customer)
    other = other_of(request)
    if request.method == "POST" and other:

        def merged(position: int) -> str:
            back = reverse("customers:undo", args=[customer.root, f"d{position}"])
            words = _("They are one customer now. {link}")
            return format_html(words, link=format_html('<a href="{}">{}</a>', back, _("Take it back")))

        hand_in = partial(services.merge_customers, customer.root, other.root, actor=actor_in(request))
        carry_out(request, hand_in, merged)
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
        move_what_was_chosen(request, customer)
        done = _("They are kept apart, whatever links them now or later. You can take this back below.")
        carry_out(request, lambda: services.keep_apart(a, b, actor=actor_in(request)), done)
        return back_to_strongest(customer)
    context = {"customer": customer, "header": header(customer), "identifiers": spoken_identifiers(customer)}
    if b:
        try:
            context |= apart_context(request, customer, a, b)
        except IdentityError as refused:
            messages.error(request, str(refused))
    return render(request, "customers/apart.html", context | found(request, customer))


def apart_context(request: HttpRequest, customer: Customer, a: int, b: int) -> dict[str, Any]:
    """Who would be who. Raises SameKey, CustomerUnknown."""
    services.people(a, b)
    if a == b:
        raise SameKey
    after = queries.apart_preview(a, b, sight=signed_in(request).sight)
    keys = [one.key for person in after.people for one in person.identifiers]
    record("customer.preview_apart", actor=actor_in(request), object_type="customer", keys=keys or [a, b])
    homes = homes_of(after.people)
    return {
        "a": a,
        "b": b,
        "people": people_after(after.people),
        "unseen": after.unseen,
        "homes": homes,
        "going": going(request, customer, homes, 0),
        "is_ready": True,
    }


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
    """Two customers side by side, what they would be together, and what would stay apart even so."""
    record("customer.compare", actor=actor_in(request), object_type="customer", keys=[one.root, other.root])
    sight = signed_in(request).sight
    why, keys = queries.why(one.root, other.root, sight=sight), [*one.keys, *other.keys]
    together = queries.provenance_together(keys, sight=sight)
    return {
        "other": other,
        "other_header": header(other),
        "compared": comparison(one, other, together, is_all="all" in request.GET),
        "counts": counts(request, one, other),
        "passed": [identifier_type(code) for code in limits_passed(one.root, other.root)],
        "refused": why.refused,
        "apart": why.apart,
        "stays": apart_still([one, other], queries.decisions_about(keys, sight=sight)),
        "sides": (spoken_identifiers(one), spoken_identifiers(other)),
        "actors": actor_names(),
    }


def counts(request: HttpRequest, one: Customer, other: Customer) -> list[tuple[Any, int, int, int]]:
    """(what, how many of one, of the other, together) of all that apps keep with customers."""
    sides = ((kept.label, kept.count(one.keys), kept.count(other.keys)) for kept in kept_for(signed_in(request)))
    found = [(_("Identifiers"), len(one.identifiers), len(other.identifiers)), *sides]
    return [(label, mine, theirs, mine + theirs) for label, mine, theirs in found]
