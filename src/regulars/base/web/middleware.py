"""What every page carries: security headers, no caching; and nobody gets further without signing in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase

from regulars.base.web.frames import with_room
from regulars.base.web.parts import wants_part

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
UNUSED = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment serial usb"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED.split()),
    # Beside Cross-Origin-Opener-Policy, nosniff, Referrer-Policy and X-Frame-Options, which Django sets.
    "Cross-Origin-Resource-Policy": "same-origin",
}
API = "/api/"

Next = Callable[[HttpRequest], HttpResponseBase]


def page_headers(next_: Next) -> Next:
    """Set on every answer what it does not set itself. Stands outermost, so all else is called from within."""

    @with_room
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = next_(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def follow_outside(next_: Next) -> Next:
    """A part of a page is never filled with the sign-in page: the browser is told to go there as a whole.

    Stands innermost: being synchronous, it makes Django run all others in one thread instead of one hop for each.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = next_(request)
        if wants_part(request) and isinstance(response, HttpResponseRedirectBase) and not request.user.is_authenticated:
            return HttpResponse(status=204, headers={"HX-Redirect": response.url})
        return response

    return answer


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for sign-in unless its view says `login_not_required`. REST recognises its callers by key."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.path.startswith(API):
            return None
        answer: HttpResponseBase | None = super().process_view(request, view, args, kwargs)
        return answer
