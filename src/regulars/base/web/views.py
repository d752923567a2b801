"""The home page, the choice of language, and the pages that say what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from regulars.base.web.access import signed_in
from regulars.base.web.parts import wants_part
from regulars.base.web.shell import tiles_for, todos_for


def home(request: HttpRequest) -> HttpResponse:
    """What waits, and what is going on. Open to whoever has signed in: each tile asks for its own permission."""
    is_part = wants_part(request)
    drawn = [
        (tile, render_to_string(tile.template, tile.load(request), request))
        for tile in tiles_for(request)
        if not (tile.still and is_part)
    ]
    context = {
        "today": timezone.localdate(),
        "todos": todos_for(signed_in(request)),
        "figures": [part for tile, part in drawn if not tile.wide],
        "sheets": [part for tile, part in drawn if tile.wide and not tile.still],
        "still": [part for tile, part in drawn if tile.still],
    }
    return render(request, "web/_tiles.html" if is_part else "web/home.html", context)


# Open: who cannot read the sign-in page needs it most. It sets a cookie, and follows only addresses of our own.
language = login_not_required(require_POST(set_language))


def say(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
    return render(request, "web/error.html", {"heading": heading, "words": words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; the page cannot use the frame's links where the host itself is refused."""
    if isinstance(exception, DisallowedHost):
        words = _("Regulars does not answer under this address. Whoever runs it can set REGULARS_URL to allow it.")
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    return say(request, 400, _("This request could not be understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django hands it over
    """403."""
    words = _("Your account is not allowed to see or do this. Ask the owner if you need it.")
    return say(request, 403, _("Not for this account"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django hands it over
    """404."""
    words = _("It may have been moved, merged or erased, or the address may be mistyped.")
    return say(request, 404, _("There is no such page"), words)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, where somebody tries passwords."""
    return say(request, 429, _("Too many attempts"), _("Wait a few minutes, then try again."))


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    words = _("It has been written to the log. What you entered may not have been saved.")
    return say(request, 500, _("Something went wrong on our side"), words)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django hands it over
    """403 where a form did not come from a page of ours, or from one that is too old."""
    words = _("Go back, reload the page and send the form again. Cookies must be allowed for this address.")
    return say(request, 403, _("This form is no longer valid"), words)
