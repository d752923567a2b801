"""What sources send: the catalogue of events and properties, tracking plans, and departures from them."""

from typing import Annotated, Any

from pydantic import Field, RootModel

from regulars.collect.sources import services
from regulars.collect.sources.queries import plans
from regulars.collect.sources.queries.schema import schema
from regulars.rest import cursors
from regulars.rest.errors import NotFound
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, GivenKey, Key, Limit, Moment, Text
from regulars.unify.facts.queries import sources

router = Router("schema")
Share = Annotated[float, Field(ge=0, le=1, description="In how much of what was looked into it stood.")]


class Property(Shape):
    """A property of an event, or a trait; the example is masked."""

    path: str = Field(examples=["products.price"])
    types: list[str]
    share: Share
    example: str
    first_seen_at: Moment
    last_seen_at: Moment


class SeenEvent(Shape):
    """One kind of call of one source, and what it carries."""

    source: Key
    kind: str = Field(examples=["track"])
    name: str
    count: int
    first_seen_at: Moment
    last_seen_at: Moment
    properties: list[Property]


class Catalogue(Shape):
    """What arrived, the most frequent of each source first."""

    data: list[SeenEvent]
    next: str | None


class Plan(Shape):
    """The tracking plan in force."""

    version: int
    plan: dict[str, Any]
    actor: str
    created_at: Moment


class GivenPlan(RootModel[dict[str, Any]]):
    """Events with their properties, traits, and what is to be blocked."""

    model_config = {
        "json_schema_extra": {
            "examples": [{"events": {"Order Completed": {"properties": {"total": {"type": "number"}}}}}]
        }
    }


class Violation(Shape):
    """One way in which a source departs from its plan; `refused` of its `count` facts were left out."""

    kind: str
    event: str
    sentence: Text
    count: int
    refused: int
    first_at: Moment
    last_at: Moment


class Violations(Shape):
    """Departures from the plan in force, newest first."""

    data: list[Violation]
    next: str | None


@router.get("/schema", response=Catalogue)
def show_schema(
    request: RestRequest, source: GivenKey | None = None, cursor: Cursor | None = None, limit: Limit = 50
) -> Any:
    """Which events and properties arrived, when, how often, and of which types."""
    start = 0 if cursor is None else cursors.read("schema", cursor, (int,))[0]
    page, last = cursors.page_of(schema(source, start=start, limit=limit + 1), limit)
    return Catalogue(
        data=[SeenEvent.model_validate(one) for one in page],
        next=cursors.write("schema", (start + limit,)) if last else None,
    )


@router.get("/sources/{id}/plan", response=Plan)
def show_plan(request: RestRequest, id: GivenKey) -> Any:
    """The tracking plan that is in force for a source."""
    found = plans.plan_in_force(id)
    if found is None:
        raise NotFound
    return Plan.model_validate(found)


@router.put("/sources/{id}/plan", response=Plan)
def put_plan(request: RestRequest, id: GivenKey, plan: GivenPlan) -> Any:
    """Put a tracking plan in force, a second from now."""
    return Plan.model_validate(services.save_plan(id, plan.root, actor=request.actor))


@router.delete("/sources/{id}/plan", response={204: None})
def lift_plan(request: RestRequest, id: GivenKey) -> Any:
    """Have no tracking plan any more."""
    if plans.plan_in_force(id) is None:
        raise NotFound
    services.save_plan(id, None, actor=request.actor)


@router.get("/sources/{id}/violations", response=Violations)
def list_violations(request: RestRequest, id: GivenKey) -> Any:
    """How a source departs from its plan, newest first."""
    if not sources().filter(pk=id).exists():
        raise NotFound
    return Violations(data=[Violation.model_validate(one) for one in plans.violations(id)], next=None)
