"""The people around one customer, asked for once the page stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.queries.related import related as related_to
from regulars.unify.customers.sheets.header import header
from regulars.unify.identity.queries import identifier_type

from .loading import about_customer


@guarded("customers.see")
@require_GET
@about_customer
def related(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Who shares a company, a household or a value with this customer."""
    found = related_to(customer, sight=signed_in(request).sight)
    people = [row.root for _, each in (*found.groups, *found.values) for row in each.rows]
    record("customer.related", actor=actor_in(request), object_type="customer", keys=[customer.root, *people])
    context = {
        "customer": customer,
        "header": header(customer),
        "groups": found.groups,
        "values": [(identifier_type(one.type), one.value, each) for one, each in found.values],
    }
    return render(request, "customers/_related.html" if wants_part(request) else "customers/related.html", context)
