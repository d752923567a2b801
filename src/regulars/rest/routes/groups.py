"""Companies and households."""

from typing import Any

from regulars.rest import people, shapes
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.values import GivenKey

router = Router("groups")


@router.get("/groups/{key}", response=shapes.Group)
def show_group(request: RestRequest, key: GivenKey) -> Any:
    """What is known of a company or household."""
    found = people.group(key)
    people.seen(request, "group.show", [found.root], fields=found.traits)
    return shapes.Group.model_validate(found)


@router.get("/groups/{key}/members", response=shapes.CustomerPage)
def list_group_members(request: RestRequest, key: GivenKey) -> Any:
    """The customers who belong to a company or household, lowest key first; at most 200."""
    found = people.group(key)
    people.seen(request, "group.members", [found.root, *(one.key for one in found.members)])
    return shapes.rows(found.members)
