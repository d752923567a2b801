"""What several of these views need: throttling, where to go next, and telling what is wrong with a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.internal.flows.login import record_authentication
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from regulars.base.audit.services import record
from regulars.base.staff.errors import StaffError
from regulars.base.staff.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY = "system"
Result = TypeVar("Result")


def too_often(request: HttpRequest, action: str) -> HttpResponseBase | None:
    """The answer to whoever sends this form too often, else None; what is only looked at is not counted."""
    refused: HttpResponseBase | None = consume_or_429(request, action=action)
    return refused


def count_try(user: User) -> Callable[[], None]:
    """Count an attempt at somebody's second factor; what is returned forgets them. Raises ValidationError."""
    return check_rate_limit(user)  # type: ignore[no-any-return]


def note_failure(who: str) -> None:
    """Write down that somebody could not sign in. What was typed is personal, so it goes where it can be erased."""
    record("user.sign_in_failed", actor=NOBODY, object_type="user", text=who[:254])


def asked_next(request: HttpRequest) -> str:
    return str(request.POST.get("next") or request.GET.get("next") or "")


def safe_next(request: HttpRequest) -> str:
    """Where the visitor was going, if that is a page of ours; else the home page."""
    url = asked_next(request)
    hosts = {request.get_host()}
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure())
    return url if is_ours else "/"


def let_in(request: HttpRequest, user: User) -> None:
    """Sign somebody in who just chose their password."""
    record_authentication(request, user, "password")
    login(request, user, backend=BACKEND)


def filled(form: forms.Form, act: Callable[[], Result], field: str | None = None) -> Result | None:
    """What an act returns, or None with the reason in the form. Errors are fit for the user."""
    try:
        return act()
    except StaffError as error:
        form.add_error(field, str(error))
    except ValidationError as error:
        form.add_error(field, error)
    return None


def done(request: HttpRequest, act: Callable[[], Any], words: str) -> bool:
    """Whether an act went well; either way it is told on the next page."""
    try:
        act()
    except StaffError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, words)
    return True


def link_to(request: HttpRequest, path: str) -> str:
    """A whole address of ours, for a mail: under the name that people type."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
