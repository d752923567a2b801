"""Tells the audit trail where the acts of a request come from."""

from django.http import HttpRequest, HttpResponseBase

from regulars.base.audit.origins import browser
from regulars.base.web import trail
from regulars.base.web.middleware import Next

MOST_ADDRESS = 64


def note_origin(next_: Next) -> Next:
    """For as long as a request is answered, whatever is recorded comes from there."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        token = trail.origin.set(of_request(request))
        try:
            return next_(request)
        finally:
            trail.origin.reset(token)

    return answer


def of_request(request: HttpRequest) -> trail.Origin:
    """Where a request comes from; what proxies say was judged before (`web.forwarded`)."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    return trail.Origin(address[:MOST_ADDRESS], browser(request.headers.get("User-Agent", "")))
