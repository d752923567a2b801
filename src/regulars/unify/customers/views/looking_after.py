"""Who looks after a customer, and the tags that colleagues give: changed in the head of the page."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.staff.queries import users
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers import owners, queries, tags
from regulars.unify.customers.errors import CustomersError, TagInvalid
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.values import typed_list
from regulars.unify.identity.errors import CustomerUnknown, IdentityError, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import wait

from .deciding import back_to
from .framing import frame
from .loading import about_customer


@guarded("customers.assign")
@require_GET
@about_customer
def colleagues(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Who could look after this customer: the form, in the head of the page or on a page of its own."""
    able = [user for user in users().filter(is_active=True) if user.has_perm("customers.see")]
    context = frame(request, customer) | {"able": able}
    return render(request, "customers/_assign.html" if wants_part(request) else "customers/assign.html", context)


@guarded("customers.assign")
@require_POST
@about_customer
def assign(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Make a colleague look after this customer, or nobody."""
    given = request.POST.get("owner", "")
    try:
        user_id = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
        owners.assign([customer.root], user_id, actor=actor_in(request))
    except CustomersError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return head_again(request, customer)


@guarded("customers.edit")
@require_POST
@about_customer
def tag(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Give tags, or take one away."""
    actor, remove = actor_in(request), request.POST.get("remove", "")
    try:
        if remove:
            wait_for(request, tags.remove_tags([customer.root], [remove], actor=actor).handed)
        else:
            given = tags.add_tags([customer.root], typed_list(request.POST.get("add", "")), actor=actor)
            wait_for(request, given.handed)
            if given.full:
                messages.error(request, _("This customer has very many tags. Take one away first."))
    except TagInvalid as invalid:
        messages.error(request, str(invalid))
    return head_again(request, customer)


def wait_for(request: HttpRequest, handed: Iterable[HandedIn]) -> None:
    """Until the road has filed them, or it takes longer, which is said."""
    try:
        for one in handed:
            wait(one)
    except StillWaiting as waits:
        messages.warning(request, str(waits))
    except IdentityError as refused:
        messages.error(request, str(refused))


def head_again(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The head of the page as it is now; without htmx the page. Who gave a customer away may see them no more."""
    if not wants_part(request):
        return back_to(customer)
    try:
        fresh = queries.customer(customer.root, sight=signed_in(request).sight)
    except (CustomerUnknown, CustomersError):
        return HttpResponse(status=204, headers={"HX-Redirect": "/customers/"})
    return render(request, "customers/_head.html", frame(request, fresh))


@guarded("customers.edit")
@require_GET
def tag_names(request: HttpRequest) -> HttpResponse:
    """The tags in use, for the field in which one is typed."""
    return render(request, "customers/_tag_names.html", {"names": tags.known_tags()})
