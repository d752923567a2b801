"""Recognises the API key of a request, and checks what it may do."""

import base64
import binascii
from typing import TYPE_CHECKING

from django.http import HttpRequest

from regulars.base.staff.services import authenticate_key

from .errors import KeyMissing, ScopeMissing
from .scopes import OPERATIONS

if TYPE_CHECKING:
    from regulars.base.staff.models import ApiKey

LONGEST_HEADER = 1024


class RestRequest(HttpRequest):
    """A request that has passed the gate: its key, and who acts for the audit trail."""

    key_id: int
    actor: str


def authenticate(request: HttpRequest, *, basic: bool = False) -> "ApiKey":
    """The live key of a request; with `basic` also as the user name of Basic. Raises KeyMissing."""
    scheme, _, credentials = request.headers.get("Authorization", "")[:LONGEST_HEADER].partition(" ")
    secret = ""
    if scheme.lower() == "bearer":
        secret = credentials.strip()
    elif basic and scheme.lower() == "basic":
        secret = user_name(credentials.strip())
    key = authenticate_key(secret) if secret else None
    if key is None:
        raise KeyMissing
    return key


def user_name(credentials: str) -> str:
    """The user name in Basic credentials; empty if there is none."""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def check_scopes(key: "ApiKey", operation: str) -> None:
    """Raises ScopeMissing."""
    for scope in OPERATIONS[operation]:
        if scope not in key.scopes:
            raise ScopeMissing(scope=scope.value)


def let_in(request: HttpRequest, key: "ApiKey") -> None:
    """Note on the request who acts."""
    request.key_id = key.pk  # type: ignore[attr-defined]
    request.actor = f"key:{key.pk}"  # type: ignore[attr-defined]
