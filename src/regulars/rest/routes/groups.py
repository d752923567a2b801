"""Companies and households."""

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.rest import people, shapes
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.values import Cursor, GivenKey, Limit
from regulars.unify.customers.queries.listing import NEWEST, customers_page

router = Router("groups")


@router.get("/groups", response=shapes.CustomerPage)
def list_groups(
    request: RestRequest,
    kind: Literal["company", "household"] = "company",
    sort: Annotated[str, Field(max_length=50)] = NEWEST,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Companies or households, newest first."""
    listed = customers_page(sight=request.sight, kind=kind, sort=sort, cursor=cursor, limit=limit)
    people.seen(request, "group.list", [row.root for row in listed.rows])
    return shapes.rows(listed.rows, listed.next)


@router.get("/groups/{key}", response=shapes.Group)
def show_group(request: RestRequest, key: GivenKey) -> Any:
    """What is known of a company or household."""
    found = people.group(key, request.sight)
    people.seen(request, "group.show", [found.root], fields=found.traits)
    return shapes.Group.model_validate(found)


@router.get("/groups/{key}/members", response=shapes.CustomerPage)
def list_group_members(request: RestRequest, key: GivenKey) -> Any:
    """The customers who belong to a company or household, lowest key first; at most 200."""
    found = people.group(key, request.sight)
    people.seen(request, "group.members", [found.root, *(one.key for one in found.members)])
    return shapes.rows(people.rows_of([one.key for one in found.members], request.sight))
