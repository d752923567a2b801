"""Stands before every page: ends sessions that lasted too long, and leads to setting up a second factor who must."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase  # noqa: TID251 it is middleware
from django.shortcuts import redirect  # noqa: TID251
from django.urls import reverse

from regulars.base.staff import services
from regulars.base.staff.queries import has_factor, must_have_factor
from regulars.base.web.parts import wants_part

Next = Callable[[HttpRequest], HttpResponseBase]

API = "/api/"
WITHOUT_FACTOR = {
    "staff:security",
    "staff:app",
    "staff:passkeys",
    "staff:passkey-options",
    "staff:codes",
    "staff:confirm",
    "staff:confirm-options",
    "staff:sign-out",
    "web:language",
}
"""The pages for those who have yet to set up the second factor that their role asks for."""


class Watch:
    """Middleware behind Django's authentication. REST knows no sessions, so it passes."""

    def __init__(self, next_: Next) -> None:
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(API) and request.user.is_authenticated:
            if services.is_over(request.session):
                logout(request)
            elif not wants_part(request):  # what a page asks for by itself is no sign of life
                services.note_seen(request.session, place=place_of(request), browser=browser_of(request))
        return self.next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        user = request.user
        if request.path.startswith(API) or not user.is_authenticated or not must_have_factor(user.role):
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in WITHOUT_FACTOR) or has_factor(user):
            return None
        page = reverse("staff:security")
        return HttpResponse(status=204, headers={"HX-Redirect": page}) if wants_part(request) else redirect(page)


def place_of(request: HttpRequest) -> str:
    """The network address that a request came from; "" where it is not known."""
    return str(get_adapter().get_client_ip(request)) if request.META.get("REMOTE_ADDR") else ""


def browser_of(request: HttpRequest) -> str:
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")


def note_session(request: HttpRequest, user: Any, **_signal: object) -> None:
    """Django says that somebody has signed in, by whatever way."""
    services.open_session(request.session, user, place=place_of(request), browser=browser_of(request))
