"""Erasing customers: what would go, the erasure itself, and how far erasures are."""

from typing import Any

from django.http import HttpResponse

from regulars.base.fields.masks import DOTS, Mask
from regulars.protect.privacy import services
from regulars.protect.privacy.errors import CustomerUnknown
from regulars.protect.privacy.queries import ErasureState, erasure_preview, erasures
from regulars.rest import outcomes, people, shapes
from regulars.rest.errors import NotFound
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.values import GivenKey
from regulars.unify.identity.errors import StillWaiting
from regulars.unify.road.waiting import carry_out, handed_in

router = Router("erasure")


@router.get("/customers/{key}/erasure", response=shapes.ErasurePreview)
def preview_erasure(request: RestRequest, key: GivenKey) -> Any:
    """Everything joined to the customer, as it would be erased, and what stays because others' facts name it."""
    people.check_person(key, request.sight)
    preview = erasure_preview(key)
    if preview is None:
        raise CustomerUnknown
    people.seen(request, "customer.preview_erasure", [preview.root])
    mask = request.sight.mask
    return shapes.ErasurePreview(
        key=str(preview.root), erased=full(preview.erased, mask), kept=full(preview.kept, mask)
    )


@router.post("/customers/{key}/erasure", response={200: shapes.Erasure, 202: shapes.Erasure})
def erase_customer(request: RestRequest, key: GivenKey) -> HttpResponse:
    """Forget a customer for good; this cannot be taken back. Hidden at once, the last bytes go within the night."""
    people.check_person(key, request.sight)
    preview, inbox_id = services.erase_customer(key, actor=request.actor)
    handed = handed_in(inbox_id)
    if handed is not None:
        try:
            carry_out(handed, patience=outcomes.PATIENCE)
        except StillWaiting:
            waiting = shapes.Erasure(id=None, customer=str(preview.root), state="waiting", keys=len(preview.erased))
            return outcomes.accepted(waiting, outcomes.name(request, handed, undo=False))
    done = next((state for state in erasures() if state.root == preview.root), None)
    if done is None:
        raise NotFound
    return outcomes.answer(erasure_of(done))


@router.get("/erasures", response=shapes.ErasurePage)
def list_erasures(request: RestRequest) -> Any:
    """Every erasure, newest first, and how far it is."""
    return shapes.ErasurePage(data=[erasure_of(state) for state in erasures()], next=None)


@router.get("/erasures/{id}", response=shapes.Erasure)
def show_erasure(request: RestRequest, id: GivenKey) -> Any:
    """How far an erasure is: hidden, rewritten in the lake, or gone to the last byte."""
    found = next((state for state in erasures() if state.position == id), None)
    if found is None:
        raise NotFound
    return erasure_of(found)


def erasure_of(state: ErasureState) -> shapes.Erasure:
    """An erasure as it is shown."""
    return shapes.Erasure.model_validate(
        {"id": state.position, "customer": state.root, "state": state.state, "keys": state.keys}
    )


def full(rows: list[tuple[int, str, str]], mask: Mask) -> list[shapes.FullOutline]:
    """Identifiers with what is seen of their values."""
    seen = ((key, type_, mask.value(type_, value)) for key, type_, value in rows)
    return [shapes.FullOutline(key=str(key), type=type_, value=value or DOTS) for key, type_, value in seen]
