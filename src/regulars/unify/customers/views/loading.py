"""How a page gets the customer that it is about, and who is looking."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from regulars.base.audit.services import record
from regulars.base.staff.queries import OWNER, actor_of, users
from regulars.base.web.access import actor_in, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers.errors import CustomerHidden
from regulars.unify.customers.queries import Customer, customer
from regulars.unify.identity.errors import CustomerUnknown

LARGEST = 2**63 - 1
About = Callable[..., HttpResponse]


def about_customer(view: About) -> Callable[..., HttpResponse]:
    """A view that is handed a `Customer` instead of a key.

    A page of a key that was merged redirects to the root's; an unknown, hidden or erased one is a 404 in words.
    """

    @wraps(view)
    def inner(request: HttpRequest, key: int, **more: Any) -> HttpResponse:
        if key > LARGEST:
            return nobody(request)
        try:
            found = customer(key, sight=signed_in(request).sight)
        except (CustomerUnknown, CustomerHidden):
            return nobody(request)
        if found.root != key and request.method == "GET" and request.resolver_match:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            target: HttpResponse = redirect(request.resolver_match.view_name, key=found.root, **more)
            target["Location"] += query
            return target
        return view(request, found, **more)

    return inner


def note_seen(request: HttpRequest, found: Customer) -> None:
    """Write down that somebody saw a customer; not for a part, which stands on a page that was written down."""
    if request.method == "GET" and not wants_part(request):
        actor = actor_in(request)
        record("customer.see", actor=actor, object_type="customer", keys=[found.root], fields=found.traits)


def nobody(request: HttpRequest) -> HttpResponse:
    """404: nobody is here, and nothing says whether somebody was."""
    words = _("Nobody is known under this key. They may have been erased, or what was said of them was withdrawn.")
    return render(request, "customers/nobody.html", {"words": words}, status=404)


def actor_names() -> Mapping[str, str]:
    """Actor → what people call them."""
    own = {OWNER: _("The owner"), "system": _("Regulars itself"), "matching": _("Matching, without asking")}
    return {actor_of(user): str(user) for user in users()} | own
