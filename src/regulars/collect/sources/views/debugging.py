"""What arrives from a source right now, and what became of it."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.collect.sources import queries
from regulars.collect.sources.masking import masked
from regulars.collect.sources.queries import Cursor
from regulars.collect.sources.queries.debugger import ONLY
from regulars.collect.sources.queries.words import spoken
from regulars.unify.customers.owners import reaches
from regulars.unify.identity.queries import roots_of

from .loading import about_source, frame, json_text

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

MAY_SEE_PEOPLE = "customers.see"


@guarded("sources.see")
@require_GET
@about_source
def live(request: HttpRequest, source: "Source") -> HttpResponse:
    """The newest facts, kept fresh by the browser."""
    context = frame(source, "live", has_sent=queries.has_sent(source.pk), **shown(request, source))
    return render(request, "sources/live.html", context)


@guarded("sources.see")
@require_GET
@about_source
def arrivals(request: HttpRequest, source: "Source") -> HttpResponse:
    """What came since the browser asked last; nothing new, no content."""
    context = shown(request, source)
    if not context["lines"]:
        return HttpResponse(status=204)
    return render(request, "sources/_arrivals.html", {"source": source, **context})


def shown(request: HttpRequest, source: "Source") -> dict[str, Any]:
    """The lines that the address asks for."""
    only = request.GET.get("only", "")
    only = only if only in ONLY else ""
    text = request.GET.get("text", "").replace("\0", "").strip()[:100]
    lines, seen = queries.lines(source.pk, cursor_of(request.GET.get("after", "")), only=only, text=text)
    return {"lines": lines, "after": f"{seen.position}.{seen.rejection}", "only": only, "text": text}


def cursor_of(text: str) -> Cursor:
    """How far the browser has seen; nonsense counts as nothing."""
    position, _, rejection = text.partition(".")
    if not (position.isdecimal() and rejection.isdecimal() and len(text) < 40):
        return Cursor()
    return Cursor(min(int(position), 2**63 - 1), min(int(rejection), 2**63 - 1))


@guarded("sources.see")
@require_GET
@about_source
def arrival(request: HttpRequest, source: "Source", position: int) -> HttpResponse:
    """One fact with all that it said; the values only for those who may see this customer, and every field whole."""
    found = queries.arrival(source.pk, position)
    if found is None:
        raise Http404
    said, may_see = found.said(), sees_values(request, found.key)
    if may_see and found.key:
        record("customer.see", actor=actor_in(request), object_type="customer", keys=[found.key])
    elif not may_see:
        said = spoken(masked(said))
    text = said if isinstance(said, str) else json_text(said)
    context = frame(source, "live", arrival=found, said=text, may_see=may_see)
    return render(request, template(request, "arrival"), context)


def sees_values(request: HttpRequest, key: int) -> bool:
    """Whether what was said of a key may be read as it came: what a source sends is no declared field."""
    user = signed_in(request)
    is_theirs = user.sight.owners is None or (key > 0 and reaches(roots_of([key])[key], user.sight))
    return user.has_perm(MAY_SEE_PEOPLE) and user.sight.mask.is_whole and is_theirs


@guarded("sources.see")
@require_GET
@about_source
def rejection(request: HttpRequest, source: "Source", number: int) -> HttpResponse:
    """One thing that the door refused, with masked values: nobody knows whose they are."""
    found = queries.rejection(source.pk, number)
    if found is None:
        raise Http404
    shape = "" if found.shape is None else json_text(found.shape)
    return render(request, template(request, "rejection"), frame(source, "live", refused=found, said=shape))


def template(request: HttpRequest, name: str) -> str:
    """The part alone for htmx, a page of its own otherwise."""
    return f"sources/_{name}.html" if wants_part(request) else f"sources/{name}.html"
