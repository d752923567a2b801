"""Recognises the API key of a request, and checks what it may do."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from regulars.base.fields.masks import Sight
from regulars.base.staff.services import authenticate_key
from regulars.base.web.authorization import basic_user

from .errors import KeyMissing, ScopeMissing
from .scopes import OPERATIONS

if TYPE_CHECKING:
    from regulars.base.staff.models import ApiKey

LONGEST_HEADER = 1024


class RestRequest(HttpRequest):
    """A request that has passed the gate: its key, who acts for the audit trail, and what of customers they see."""

    key_id: int
    actor: str
    sight: Sight


def authenticate(request: HttpRequest, *, basic: bool = False) -> "ApiKey":
    """The live key of a request; with `basic` also as the user name of Basic. Raises KeyMissing."""
    header = request.headers.get("Authorization", "")[:LONGEST_HEADER]
    scheme, _, credentials = header.partition(" ")
    secret = credentials.strip() if scheme.lower() == "bearer" else basic_user(header.encode()) if basic else ""
    key = authenticate_key(secret) if secret else None
    if key is None:
        raise KeyMissing
    return key


def check_scopes(key: "ApiKey", operation: str) -> None:
    """Raises ScopeMissing."""
    for scope in OPERATIONS[operation]:
        if scope not in key.scopes:
            raise ScopeMissing(scope=scope.value)


def let_in(request: HttpRequest, key: "ApiKey") -> None:
    """Note on the request who acts, and what of customers they see."""
    request.key_id = key.pk  # type: ignore[attr-defined]
    request.actor = f"key:{key.pk}"  # type: ignore[attr-defined]
    request.sight = key.sight  # type: ignore[attr-defined]
