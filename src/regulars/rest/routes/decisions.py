"""What a program may decide about customers: edit, merge, keep apart, undo, and decide about values."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from regulars.rest import people, shapes
from regulars.rest.keys import RestRequest
from regulars.rest.outcomes import carried
from regulars.rest.router import Router
from regulars.rest.values import GivenKey, GivenMoment
from regulars.unify.customers import doors
from regulars.unify.customers.owners import check_reach
from regulars.unify.customers.queries import check_editable, check_undo, undo_preview
from regulars.unify.identity import queries, services
from regulars.unify.identity.errors import NoPreview
from regulars.unify.identity.queries import limits_passed

router = Router("customers")
OUTCOME = {200: shapes.Outcome, 202: shapes.Outcome}
LINK = Annotated[str, Field(pattern="^d?[1-9][0-9]{0,17}$", examples=["77", "d412"])]


class Asked(BaseModel):
    """A body with nothing in it that we do not know."""

    model_config = ConfigDict(extra="forbid")


class Edit(Asked):
    """New values by field; null takes a value away. A correction outranks every source."""

    traits: dict[str, Any] = Field(min_length=1, max_length=200, examples=[{"city": "Bangkok", "nickname": None}])


class Other(Asked):
    """The other customer, by any key of theirs."""

    other: GivenKey


class End(Asked):
    """When a value changed hands; left out: now."""

    at: GivenMoment | None = None


@router.patch("/customers/{key}", response=OUTCOME)
def edit_customer(request: RestRequest, key: GivenKey, edit: Edit) -> HttpResponse:
    """Correct traits of a customer. The edit is a fact: it shows where it comes from, and never links anyone.

    What looks wrong is kept, is said in `notes`, and comes to the work list.
    """
    people.check_person(key, request.sight)
    check_editable(edit.traits, request.sight.mask)
    handed = services.edit_customer(key, edit.traits, actor=request.actor)
    notes = [f"{name}: {doubt}" for name, doubt in doors.doubts(edit.traits).items()]
    return carried(request, handed, undo=False, notes=notes)


@router.post("/customers/{key}/merge", response=OUTCOME)
def merge_customers(request: RestRequest, key: GivenKey, merge: Other) -> HttpResponse:
    """Make one customer of two. It outranks every limit, but never a decision to keep them apart."""
    for one in (key, merge.other):
        people.check_person(one, request.sight)
    passed = [limit_note(type_) for type_ in limits_passed(key, merge.other)]
    return carried(request, services.merge_customers(key, merge.other, actor=request.actor), notes=passed)


@router.post("/customers/{key}/apart", response=OUTCOME)
def keep_customers_apart(request: RestRequest, key: GivenKey, apart: Other) -> HttpResponse:
    """Say that two are different people, whatever links them now or later."""
    check_reach([key, apart.other], request.sight)
    return carried(request, services.keep_apart(key, apart.other, actor=request.actor))


@router.get("/links/{link}/undo", response=shapes.UndoPreview)
def preview_undo(request: RestRequest, link: LINK) -> Any:
    """What undoing a link (its number) or a merge (d and its position) would change."""
    preview = undo_preview(link, sight=request.sight)
    people.seen(request, "customer.preview_undo", [one.key for person in preview.changes for one in person.identifiers])
    return shapes.UndoPreview.model_validate(preview)


@router.post("/links/{link}/undo", response=OUTCOME)
def undo_link(request: RestRequest, link: LINK) -> HttpResponse:
    """Undo the evidence of a link (its number), or take a decision back (d and its position)."""
    check_undo(link, sight=request.sight)
    notes = undo_notes(link)
    # What is taken back here was a decision itself: it is decided anew, not restored.
    undo = not link.startswith("d")
    return carried(request, services.undo_link(link, actor=request.actor), undo=undo, notes=notes)


@router.post("/values/{key}/end", response=OUTCOME)
def end_value(request: RestRequest, key: GivenKey, end: End) -> HttpResponse:
    """Say that the value of a key changed hands: what comes later belongs to somebody else."""
    check_reach([key], request.sight)
    return carried(request, services.end_value(key, end.at, actor=request.actor))


@router.post("/values/{key}/block", response=OUTCOME)
def block_value(request: RestRequest, key: GivenKey) -> HttpResponse:
    """Say that the value of a key identifies nobody."""
    check_reach([key], request.sight)
    return carried(request, services.block_value(key, actor=request.actor))


@router.post("/values/{key}/part", response=OUTCOME)
def part_value(request: RestRequest, key: GivenKey) -> HttpResponse:
    """Part everyone whom the value of a key joined."""
    check_reach([key], request.sight)
    return carried(request, services.part_value(key, actor=request.actor))


def limit_note(type_: str) -> str:
    """A merge gives somebody more values of a type than the limit."""
    return _("This customer now has more values of {type} than one person is allowed.").format(type=type_)


def undo_notes(link: str) -> list[str]:
    """What should be known about an undo: other evidence joins them, or a live source will say it again."""
    try:
        preview = queries.undo_preview(link)
    except NoPreview:
        return []
    notes = []
    if preview.still:
        notes.append(_("They are still one, because of other evidence. To part them, keep them apart."))
    if preview.comes_back:
        notes.append(_("A live source says this, and will with its next event. To part them, keep them apart."))
    return notes
