"""How far something is that a program asked for."""

from typing import Any

from regulars.rest import shapes
from regulars.rest.keys import RestRequest
from regulars.rest.outcomes import outcome
from regulars.rest.router import Router

router = Router("operations")


@router.get("/operations/{operation}", response=shapes.Outcome)
def show_operation(request: RestRequest, operation: str) -> Any:
    """How far an operation is that this API key started: waiting, done, or refused."""
    return outcome(request, operation)
