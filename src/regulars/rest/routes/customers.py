"""Customers: the list, one, their timeline, and why two are one."""

from typing import Any

from regulars.rest import cursors, people, shapes
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.values import Cursor, GivenKey, Limit
from regulars.unify.customers import queries
from regulars.unify.facts.lake import engine
from regulars.unify.identity import queries as identity

router = Router("customers")


@router.get("/customers", response=shapes.CustomerPage)
def list_customers(request: RestRequest, identifier: str | None = None) -> Any:
    """Customers with exactly this identifier, as `TYPE/VALUE` or a value of any type, however it is written."""
    found = [one for one in queries.find(identifier or "") if one.kind == people.PERSON]
    people.seen(request, "customer.find", [one.key for one in found], text=identifier)
    return shapes.rows(found)


@router.get("/customers/by/{type}/{path:value}", response=shapes.Customer)
def show_customer_by_identifier(request: RestRequest, type: str, value: str) -> Any:
    """The one customer with exactly this identifier. In an address it can end in logs: prefer ids to e-mails."""
    return shown(request, people.person_by(type, value))


@router.get("/customers/{key}", response=shapes.Customer)
def show_customer(request: RestRequest, key: GivenKey) -> Any:
    """All that is known of a customer: traits and where each comes from, identifiers, links, decisions, groups."""
    return shown(request, key)


def shown(request: RestRequest, key: int) -> shapes.Customer:
    """A customer, and the audit line."""
    found = people.person(key)
    people.seen(request, "customer.show", [found.root], fields=found.traits)
    return shapes.Customer.model_validate(found)


@router.get("/customers/{key}/timeline", response=shapes.Timeline)
def show_timeline(request: RestRequest, key: GivenKey, cursor: Cursor | None = None, limit: Limit = 50) -> Any:
    """What happened with a customer, newest first."""
    found = people.person(key)
    before = None if cursor is None else cursors.read("timeline", cursor, (int, int))
    events = queries.timeline(
        engine(),
        found.keys,
        withdrawn=identity.withdrawn_batches(),
        sources=identity.source_names(),
        before=None if before is None else (before[0], before[1]),
        limit=limit + 1,
    )
    people.seen(request, "customer.timeline", [found.root])
    page, last = cursors.page_of(events, limit)
    return shapes.Timeline(
        data=[shapes.Happening.model_validate(one) for one in page],
        next=cursors.write("timeline", (last.occurred_at, last.position)) if last else None,
    )


@router.get("/customers/{key}/why/{other}", response=shapes.Why)
def explain_customers(request: RestRequest, key: GivenKey, other: GivenKey) -> Any:
    """Why the customers of two keys are one, or why they are not."""
    for one in (key, other):
        people.check_person(one)
    people.seen(request, "customer.why", [key, other])
    return shapes.Why.model_validate(identity.why(key, other))
