"""Sources: who says things. A write key is shown when it is made, and to nobody who may only read."""

from typing import Annotated, Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from regulars.rest.errors import NotFound
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import GivenKey, Key, Moment
from regulars.unify.facts import services
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.queries import sources

router = Router("sources")


class Source(Shape):
    """A site, till, file or colleague that says things."""

    id: Key
    name: str
    kind: SourceKind
    namespace: str
    region: str
    is_enabled: bool
    created_at: Moment


class NewSource(Source):
    """A source with the write key that it sends facts with."""

    write_key: str


class SourcePage(Shape):
    """All sources, oldest first."""

    data: list[Source]
    next: str | None


class Wish(BaseModel):
    """What a new source is."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    kind: SourceKind = SourceKind.SERVER
    namespace: Annotated[str, Field(min_length=1, max_length=50)] = "default"
    region: Annotated[str, Field(pattern="^([A-Za-z]{2})?$", examples=["TH"])] = ""


class Change(BaseModel):
    """What is to be different; facts that were filed stay as they were."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")] | None = None
    namespace: Annotated[str, Field(min_length=1, max_length=50)] | None = None
    region: Annotated[str, Field(pattern="^[A-Za-z]{2}$", examples=["TH"])] | None = None
    is_enabled: bool | None = None


class Rotation(BaseModel):
    """`at_once`: the old key is good no more."""

    model_config = ConfigDict(extra="forbid")
    at_once: bool = False


@router.get("/sources", response=SourcePage)
def list_sources(request: RestRequest) -> Any:
    """All sources, oldest first."""
    return SourcePage(data=[Source.model_validate(one) for one in sources()], next=None)


@router.post("/sources", response={201: NewSource})
def create_source(request: RestRequest, wish: Wish) -> Any:
    """Make a source; the answer has its write key."""
    made = services.create_source(
        wish.name,
        kind=wish.kind,
        namespace=wish.namespace,
        region=wish.region,
        actor=request.actor,
    )
    return NewSource.model_validate(made)


@router.get("/sources/{id}", response=Source)
def show_source(request: RestRequest, id: GivenKey) -> Any:
    """One source."""
    found = sources().filter(pk=id).first()
    if found is None:
        raise NotFound
    return Source.model_validate(found)


@router.patch("/sources/{id}", response=Source)
def change_source(request: RestRequest, id: GivenKey, change: Change) -> Any:
    """Rename a source, say where its numbers are from, or switch it on or off; within a second it holds everywhere."""
    about = change.model_dump(exclude={"is_enabled"}, exclude_none=True)
    with transaction.atomic():
        changed = services.change_source(id, actor=request.actor, **about)
        if change.is_enabled is not None:
            changed = services.switch_source(id, is_enabled=change.is_enabled, actor=request.actor)
    return Source.model_validate(changed)


@router.post("/sources/{id}/rotate", response=NewSource)
def rotate_write_key(request: RestRequest, id: GivenKey, rotate: Rotation) -> Any:
    """Give a source another write key, which the answer has; the old one is good for seven more days."""
    return NewSource.model_validate(services.rotate_write_key(id, actor=request.actor, at_once=rotate.at_once))
