"""An import runs, is paused, cancelled or let go; and the report of what it did."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.audit.sentences import named_actors
from regulars.base.fields.moments import now
from regulars.base.web.access import actor_in, guarded
from regulars.base.web.parts import wants_part
from regulars.collect.files import queries, services
from regulars.collect.files.enums import State
from regulars.collect.files.errors import FileError

from .listing import MIME
from .loading import about_import, frame, page_of
from .working import pace_words, progress_words, step_words, tiles

if TYPE_CHECKING:
    from regulars.collect.files.models import Import


def acting(request: HttpRequest, row: "Import", act: Callable[..., Any], done: str = "") -> HttpResponse:
    """Do it, and show where the import stands now."""
    try:
        act(row.pk, actor=actor_in(request))
    except FileError as wrong:
        messages.error(request, str(wrong))
    else:
        if done:
            messages.success(request, done)
    return redirect(page_of(queries.find(row.pk)), row.pk)


@guarded("imports.edit")
@require_POST
@about_import
def run(request: HttpRequest, row: "Import") -> HttpResponse:
    """Let it begin."""
    return acting(request, row, services.run)


@guarded("imports.edit")
@require_POST
@about_import
def pause(request: HttpRequest, row: "Import") -> HttpResponse:
    """Hand over no more rows."""
    return acting(request, row, services.pause, _("The import pauses. What has come in so far stays."))


@guarded("imports.edit")
@require_POST
@about_import
def resume(request: HttpRequest, row: "Import") -> HttpResponse:
    """Go on."""
    return acting(request, row, services.resume)


@guarded("imports.edit")
@require_POST
@about_import
def cancel(request: HttpRequest, row: "Import") -> HttpResponse:
    """Stop it, and take back what it brought."""
    return acting(request, row, services.cancel)


@guarded("imports.edit")
@require_POST
@about_import
def delete(request: HttpRequest, row: "Import") -> HttpResponse:
    """Let go of a file that was not imported."""
    try:
        services.delete(row.pk, actor=actor_in(request))
    except FileError as wrong:
        messages.error(request, str(wrong))
        return redirect("imports:import", row.pk)
    messages.success(request, _("The file is deleted. Nothing of it was imported."))
    return redirect("imports:list")


@guarded("imports.see")
@require_GET
@about_import
def report(request: HttpRequest, row: "Import") -> HttpResponse:
    """How far it is, and then what it did; htmx asks for the part that changes."""
    if page_of(row) != "imports:report":
        return redirect(page_of(row), row.pk)
    progress, told = queries.progress_of(row.pk), queries.report_of(row.pk)
    ended = told.ended_at or now()
    context = frame(
        row,
        "report",
        progress=progress,
        report=told,
        doing=step_words(progress.step),
        words=progress_words(progress),
        pace=pace_words(told.counts.done, ended - (told.began_at or ended)),
        tiles=tiles(told.counts),
        who=named_actors({told.actor}).get(told.actor, ""),
        is_paused=row.state == State.PAUSED,
        is_failed=row.state == State.FAILED,
        is_undone=row.state == State.UNDONE,
        is_part=wants_part(request),
    )
    template = "imports/_report.html" if wants_part(request) else "imports/report.html"
    return render(request, template, context)


@guarded("imports.edit")
@require_GET
@about_import
def rejected(request: HttpRequest, row: "Import") -> HttpResponseBase:
    """The rows that were left out, as a file to correct and put back in."""
    format_ = request.GET.get("format", "xlsx")
    if format_ not in MIME:
        raise Http404
    try:
        file = services.rejected_file(row.pk, format_, actor=actor_in(request), language=get_language() or "en")
    except FileError as wrong:
        messages.error(request, str(wrong))
        return redirect("imports:report", row.pk)
    name = f"left-out-{row.pk}.{format_}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MIME[format_])
