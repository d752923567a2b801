"""All sources, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.web.access import actor_in, guarded
from regulars.collect.sources.forms import WITHOUT_STAFF, SourceForm
from regulars.collect.sources.kinds import KINDS
from regulars.collect.sources.tiles import load_sources
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.errors import FactsError
from regulars.unify.facts.queries import usual_region
from regulars.unify.facts.services import create_source


@guarded("sources.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All sources, with what came of them today."""
    return render(request, "sources/list.html", load_sources(request))


@guarded("sources.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a source, then show how to connect it."""
    form = SourceForm(request.POST or None, initial={"kind": "browser", "region": usual_region()})
    if form.is_valid():
        said = form.cleaned_data | {"kind": SourceKind(form.cleaned_data["kind"])}
        try:
            made = create_source(said.pop("name"), actor=actor_in(request), **said)
            return redirect("sources:connect", made.pk)
        except FactsError as error:
            form.add_error("name", str(error))
    kinds = [(kind, KINDS[kind]) for kind in WITHOUT_STAFF]
    return render(request, "sources/create.html", {"form": form, "kinds": kinds}, status=422 if form.errors else 200)
