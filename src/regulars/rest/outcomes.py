"""Mutations that the road carries out: done within two seconds, or accepted with an address to look at."""

from collections.abc import Sequence

from django.core import signing
from django.http import HttpResponse
from pydantic import BaseModel

from regulars.unify.identity.errors import DecisionRefused, StillWaiting
from regulars.unify.identity.services import HandedIn
from regulars.unify.identity.waiting import filed_at
from regulars.unify.road.waiting import carry_out

from .errors import NotFound
from .keys import RestRequest
from .shapes import Outcome

PATIENCE = 2.0
SALT = "rest.operation"


def carried(request: RestRequest, handed: HandedIn, *, undo: bool = True, notes: Sequence[str] = ()) -> HttpResponse:
    """The answer to a mutation: 200 when it is done, 202 when other work is ahead of it. Raises DecisionRefused."""
    try:
        position = carry_out(handed, patience=PATIENCE)
    except StillWaiting:
        operation = name(request, handed, undo)
        return accepted(Outcome(state="waiting", operation=operation), operation)
    return answer(done(name(request, handed, undo), position, undo, notes))


def accepted(shape: BaseModel, operation: str) -> HttpResponse:
    """202: the road has other work ahead of it; and where to look."""
    response = answer(shape, 202)
    response["Location"] = f"/api/operations/{operation}"
    response["Retry-After"] = "1"
    return response


def answer(shape: BaseModel, status: int = 200) -> HttpResponse:
    """What became of a mutation as JSON."""
    return HttpResponse(shape.model_dump_json(), status=status, content_type="application/json")


def done(operation: str, position: int, undo: bool, notes: Sequence[str] = ()) -> Outcome:
    """Something that is done."""
    taken_back_by = f"d{position}" if undo else None
    return Outcome(state="done", operation=operation, position=str(position), undo=taken_back_by, notes=list(notes))


def name(request: RestRequest, handed: HandedIn, undo: bool) -> str:
    """What an operation is called: all that is needed to ask the road about it, for this key alone."""
    return signing.dumps([request.key_id, undo, *handed], salt=SALT)


def outcome(request: RestRequest, operation: str) -> Outcome:
    """How far an operation of this key is. Raises NotFound."""
    try:
        key_id, undo, *handed = signing.loads(operation, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    if key_id != request.key_id:
        raise NotFound
    try:
        position = filed_at(HandedIn(*handed))
    except DecisionRefused as error:
        return Outcome(state="refused", operation=operation, detail=str(error))
    if position is None:
        return Outcome(state="waiting", operation=operation)
    return done(operation, position, undo)
