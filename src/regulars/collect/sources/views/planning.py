"""A source's tracking plan: write it, import it, export it, start from what arrived; and what departs from it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.web.access import actor_in, guarded
from regulars.collect.sources import queries
from regulars.collect.sources.errors import PlanInvalid
from regulars.collect.sources.forms import PlanForm
from regulars.collect.sources.services import save_plan

from .loading import about_source, frame, json_text

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

EXAMPLE: dict[str, Any] = {
    "events": {
        "Order Completed": {
            "properties": {
                "order_id": {"type": "string", "required": True},
                "total": {"type": "number"},
                "currency": {"one_of": ["THB"]},
                "products[].sku": {"type": "string", "max_length": 64},
            },
            "other_properties": True,
        }
    },
    "other_events": True,
    "traits": {"email": {"type": "string"}},
    "other_traits": True,
    "blocking": {"events": False, "properties": False},
}


@guarded("sources.see")
@require_http_methods(["GET", "HEAD", "POST"])
@about_source
def plan(request: HttpRequest, source: "Source") -> HttpResponse:
    """The plan and what departs from it; saving needs more permission than looking."""
    if request.method == "POST":
        return save(request, source)
    return page(request, source, PlanForm(initial={"plan": json_text(beginning(request, source))}))


@guarded("sources.edit")
def save(request: HttpRequest, source: "Source") -> HttpResponse:
    """Put the plan in force, or show what is wrong with it in place."""
    form = PlanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            save_plan(source.pk, form.cleaned_data["document"], actor=actor_in(request))
            messages.success(request, gettext("The plan is in force."))
            return redirect("sources:plan", source.pk)
        except PlanInvalid as error:
            return page(request, source, form, faults=error.faults)
    return page(request, source, form, faults=[])


def page(request: HttpRequest, source: "Source", form: PlanForm, faults: Any = None) -> HttpResponse:
    versions = queries.plan_versions(source.pk)
    in_force = versions[0] if versions and versions[0].plan is not None else None
    context = frame(
        source,
        "plan",
        form=form,
        faults=faults or [],
        in_force=in_force,
        versions=versions[:10],
        violations=queries.violations(source.pk),
        is_proposed="propose" in request.GET,
    )
    return render(request, "sources/plan.html", context, status=200 if faults is None else 422)


def beginning(request: HttpRequest, source: "Source") -> dict[str, Any]:
    """What the text begins with: what arrived if asked for, the plan in force, or an example."""
    if "propose" in request.GET:
        return queries.proposed_plan(source.pk) or EXAMPLE
    in_force = queries.plan_in_force(source.pk)
    return EXAMPLE if in_force is None or in_force.plan is None else in_force.plan


@guarded("sources.see")
@require_GET
@about_source
def export(_request: HttpRequest, source: "Source") -> HttpResponse:
    """The plan in force as a file."""
    in_force = queries.plan_in_force(source.pk)
    if in_force is None or in_force.plan is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="plan-{source.pk}-{in_force.version}.json"'}
    return HttpResponse(json_text(in_force.plan), content_type="application/json", headers=headers)
