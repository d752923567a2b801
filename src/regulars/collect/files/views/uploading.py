"""A file comes in, and whoever asks for an import is led to where it stands."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.web.access import actor_in, guarded
from regulars.base.web.uploads import Refusal, Upload, takes_file, uploaded
from regulars.collect.files import queries, services
from regulars.collect.files.errors import FileError, ImportUnknown
from regulars.unify.facts.queries import sources

from .listing import listed
from .loading import about_import, page_of

if TYPE_CHECKING:
    from regulars.collect.files.models import Import


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@takes_file
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; `again` is an earlier import whose decisions it takes over, `source` who speaks in it."""
    error = ""
    if request.method == "POST":
        came = uploaded(request)
        error = refusal(came)
        if not error:
            try:
                made = bring_in(request, came)
            except FileError as wrong:
                error = str(wrong)
            else:
                return answered(request, reverse("imports:import", args=[made.pk]))
    if error and wants_json(request):
        return JsonResponse({"error": error}, status=422)
    context = listed(request) | {"error": error, "again": earlier(request), "source": source_in(request)}
    return render(request, "imports/upload.html", context, status=422 if error else 200)


def refusal(came: Upload) -> str:
    """Why there is no file to import, in words; "" if there is one."""
    words = {
        Refusal.BUSY: _("Several files are being uploaded already. Try again in a minute."),
        Refusal.TOO_LARGE: _("A file may have at most 2 GB. Split it, or leave out columns that nobody needs."),
        Refusal.FULL: _("There is not enough room for this file on the server. Ask whoever looks after it."),
        Refusal.BROKEN: _("The file did not arrive whole. Try again."),
    }
    if came.refusal:
        return words[came.refusal]
    return "" if came.name and came.content is not None else _("Choose a file first.")


def bring_in(request: HttpRequest, came: Upload) -> "Import":
    """The import made of a file that came. Raises FileError."""
    assert came.content is not None
    name = came.name.replace("\\", "/").rpartition("/")[2][-255:]
    before = earlier(request)
    given: dict[str, Any] = {"actor": actor_in(request), "is_ours": True}
    if before is not None:
        return services.again(before.pk, came.content, name, **given)
    return services.upload(came.content, name, source=source_in(request), **given)


def earlier(request: HttpRequest) -> "Import | None":
    """The import that is brought in again, if one is."""
    text = request.POST.get("again", "") or request.GET.get("again", "")
    try:
        return queries.find(int(text)) if text.isdecimal() and len(text) < 19 else None
    except ImportUnknown:
        return None


def source_in(request: HttpRequest) -> int:
    """The source that the file is said to come from; 0 for none."""
    text = request.POST.get("source", "") or request.GET.get("source", "")
    is_one = text.isdecimal() and len(text) < 19 and sources().filter(pk=int(text), kind="file").exists()
    return int(text) if is_one else 0


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def answered(request: HttpRequest, url: str) -> HttpResponse:
    """Leads on: the script that shows progress goes there itself."""
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)


@guarded("imports.see")
@require_GET
@about_import
def entry(_request: HttpRequest, row: "Import") -> HttpResponse:
    """Where the import stands."""
    return redirect(page_of(row), row.pk)
