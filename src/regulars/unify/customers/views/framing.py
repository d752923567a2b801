"""What every view that draws the page about one customer, or a part of it, hands to its templates."""

from typing import Any

from django.http import HttpRequest

from regulars.base.web.access import signed_in
from regulars.base.web.shell import actions_for
from regulars.unify.customers import owners, tags
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.sheets.traits import trait_groups

from .loading import actor_names
from .panels import subject


def frame(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The head of the page: who this is, their tags, who looks after them, and what can be done."""
    owner, actors = owners.owners_of([customer.root]).get(customer.root), actor_names()
    return {
        "customer": customer,
        "header": header(customer),
        "tags": tags.tags_of(customer.traits),
        "owner": owner,
        "owner_name": actors.get(f"user:{owner}", ""),
        "actors": actors,
        "actions": [(one, one.address(customer)) for one in actions_for(request, subject(customer))],
    }


def profile(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The profile: all traits, or the usual ones with what could be filled in."""
    may_edit = request.user.has_perm("customers.edit")
    mask = signed_in(request).sight.mask
    return {"traits": trait_groups(customer, mask, is_all="all" in request.GET, may_fill=may_edit)}
