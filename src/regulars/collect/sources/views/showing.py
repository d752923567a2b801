"""How a source is connected, what it sends, and how it is set up."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.fields.moments import now
from regulars.base.web.access import actor_in, guarded
from regulars.collect.sources import queries
from regulars.collect.sources.forms import SettingsForm
from regulars.collect.sources.snippets import snippets
from regulars.unify.facts.errors import FactsError
from regulars.unify.facts.services import change_source

from .loading import about_source, frame, server_url

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

EVENTS_A_PAGE = 20


@guarded("sources.edit")
@require_GET
@about_source
def connect(request: HttpRequest, source: "Source") -> HttpResponse:
    """The key, and what to paste where."""
    url = server_url(request)
    ways = snippets(source.kind, url, source.write_key)
    old_until = source.old_key_until if source.old_key_until > now() else 0
    return render(request, "sources/connect.html", frame(source, "connect", url=url, ways=ways, old_until=old_until))


@guarded("sources.see")
@require_GET
@about_source
def schema(request: HttpRequest, source: "Source") -> HttpResponse:
    """The events and properties that arrived, the most frequent first; anyone may make up as many as have room."""
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    events = queries.schema(source.pk, start=start, limit=EVENTS_A_PAGE + 1)
    further = start + EVENTS_A_PAGE if len(events) > EVENTS_A_PAGE else None
    back = max(0, start - EVENTS_A_PAGE) if start else None
    context = frame(source, "schema", events=events[:EVENTS_A_PAGE], further=further, back=back)
    return render(request, "sources/schema.html", context)


@guarded("sources.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_source
def settings(request: HttpRequest, source: "Source") -> HttpResponse:
    """Name, country, accounts and rules."""
    stands = {name: getattr(source, name) for name in ("name", "region", "namespace", "rules")}
    form = SettingsForm(request.POST or None, initial=stands)
    if form.is_valid():
        try:
            change_source(source.pk, actor=actor_in(request), **form.cleaned_data)
            messages.success(request, _("The source is changed."))
            return redirect("sources:settings", source.pk)
        except FactsError as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    return render(request, "sources/settings.html", frame(source, "settings", form=form), status=status)
