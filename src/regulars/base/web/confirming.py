"""Before what an open browser should not be enough for: have they proved lately that it is them?"""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from regulars.base.web.access import signed_in

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether they signed in or confirmed that it is them a few minutes ago."""
    records = get_authentication_records(request, signed_in(request))
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def confirmed(view: View) -> View:
    """A view that first leads to the page where they confirm that it is them, and then back."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not confirmed_recently(request):
            return redirect(f"{reverse('staff:confirm')}?{urlencode({'next': way_back(request)})}")
        return view(request, *args, **kwargs)

    return inner  # type: ignore[return-value]


def confirmed_to_change(view: View) -> View:
    """The same for a page that anybody it is meant for may look at: only what is sent to it has to be confirmed."""
    sure = confirmed(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return (view if request.method in ("GET", "HEAD") else sure)(request, *args, **kwargs)

    return inner  # type: ignore[return-value]


def way_back(request: HttpRequest) -> str:
    """The page that they are on: a form is not sent again by itself."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    asked = urlsplit(request.headers.get("Referer", ""))
    return asked.path if asked.path and asked.netloc == request.get_host() else "/"
