"""Customers: the list, one, their timeline, and why two are one."""

from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext as _
from pydantic import Field

from regulars.base.fields.masks import Mask
from regulars.base.rules import Rule, RuleInvalid, parse, vocabulary
from regulars.rest import cursors, people, shapes
from regulars.rest.errors import FilterInvalid
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.values import Cursor, GivenKey, Limit
from regulars.unify.customers import queries
from regulars.unify.customers.queries.listing import NEWEST, customers_page
from regulars.unify.customers.search.finding import search as searched
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine
from regulars.unify.identity import queries as identity

router = Router("customers")
SORT = "`created`, `name`, `city`, `country` or `company`; with `-` in front the other way round."
RULE = "A rule about traits, as a JSON tree."
RULE_EXAMPLE = '{"all": [{"trait": "city", "is": "one_of", "value": ["Bangkok"]}]}'


@router.get("/customers", response=shapes.CustomerPage)
def list_customers(
    request: RestRequest,
    rule: Annotated[str | None, Field(max_length=20_000, description=RULE, examples=[RULE_EXAMPLE])] = None,
    search: Annotated[str | None, Field(max_length=200, description="Anything that you know of them.")] = None,
    identifier: Annotated[str | None, Field(max_length=500, description="`TYPE/VALUE` or a value, exact.")] = None,
    sort: Annotated[str, Field(max_length=50, description=SORT)] = NEWEST,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Customers, newest first: all, those that answer a rule, those found by a text, or by an exact identifier."""
    if sum(given is not None for given in (rule, search, identifier)) > 1:
        raise FilterInvalid(reason=_("Give one of rule, search and identifier."))
    if search is not None:
        hits = searched(search, sight=request.sight, limit=limit, kinds=(PERSON,))
        page = shapes.rows(people.rows_of([hit.root for hit in hits], request.sight))
    elif identifier is not None:
        found = people.found(identifier, request.sight)
        page = shapes.rows(people.rows_of([one.key for one in found if one.kind == PERSON], request.sight))
    else:
        listed = customers_page(
            sight=request.sight, rule=rule_of(rule, request.sight.mask), sort=sort, cursor=cursor, limit=limit
        )
        page = shapes.rows(listed.rows, listed.next)
    people.seen(request, "customer.list", [int(one.key) for one in page.data], text=search or identifier or rule)
    return page


def rule_of(text: str | None, mask: Mask) -> Rule | None:
    """The rule that a parameter spells. Raises RuleInvalid."""
    if text is None:
        return None
    try:
        tree = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RuleInvalid("", _("The rule is not a JSON document.")) from error
    return parse(tree, vocabulary(mask=mask))


@router.get("/customers/by/{type}/{path:value}", response=shapes.Customer)
def show_customer_by_identifier(request: RestRequest, type: str, value: str) -> Any:
    """The one customer with exactly this identifier. In an address it can end in logs: prefer ids to e-mails."""
    return shown(request, people.person_by(type, value, request.sight))


@router.get("/customers/{key}", response=shapes.Customer)
def show_customer(request: RestRequest, key: GivenKey) -> Any:
    """All that is known of a customer: traits and where each comes from, identifiers, links, decisions, groups."""
    return shown(request, key)


def shown(request: RestRequest, key: int) -> shapes.Customer:
    """A customer, and the audit line."""
    found = people.person(key, request.sight)
    people.seen(request, "customer.show", [found.root], fields=found.traits)
    return shapes.Customer.model_validate(found)


@router.get("/customers/{key}/timeline", response=shapes.Timeline)
def show_timeline(request: RestRequest, key: GivenKey, cursor: Cursor | None = None, limit: Limit = 50) -> Any:
    """What happened with a customer, newest first."""
    root, keys = people.keys_of(key, request.sight)
    before = None if cursor is None else cursors.read("timeline", cursor, (int, int))
    events = queries.timeline(
        engine(),
        keys,
        sight=request.sight,
        withdrawn=identity.withdrawn_batches(),
        sources=identity.source_names(),
        before=None if before is None else (before[0], before[1]),
        limit=limit + 1,
    )
    people.seen(request, "customer.timeline", [root])
    page, last = cursors.page_of(events, limit)
    return shapes.Timeline(
        data=[shapes.Happening.model_validate(one) for one in page],
        next=cursors.write("timeline", (last.occurred_at, last.position)) if last else None,
    )


@router.get("/customers/{key}/why/{other}", response=shapes.Why)
def explain_customers(request: RestRequest, key: GivenKey, other: GivenKey) -> Any:
    """Why the customers of two keys are one, or why they are not."""
    for one in (key, other):
        people.check_person(one, request.sight)
    people.seen(request, "customer.why", [key, other])
    return shapes.Why.model_validate(queries.why(key, other, sight=request.sight))
