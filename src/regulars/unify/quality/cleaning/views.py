"""The cleaning workbench: what stands in a field, which spellings may mean the same, and what was merged."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.base.audit.services import record
from regulars.base.fields.dictionary import Field
from regulars.base.fields.display import number
from regulars.base.fields.masks import DOTS
from regulars.base.fields.queries import find_field
from regulars.base.lake.errors import LakeError
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.views.loading import actor_names
from regulars.unify.identity.errors import IdentityError
from regulars.unify.quality.errors import NotCleanable, QualityError
from regulars.unify.quality.models import CleaningStep

from . import services
from .clusters import clusters
from .facets import cleanable, field_to_clean, roots_with, values_of
from .keys import Method

MOST_SHOWN = 200
MOST_STEPS = 50
LONGEST_SEARCH = 100
FEW = 100
"""So few customers are named in the audit trail beside what was searched for."""


@guarded("quality.see")
@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """Which field to clean, and what was merged so far."""
    check_reach(request)
    known = cleanable(signed_in(request).sight.mask)
    steps = told(CleaningStep.objects.filter(field__in=[field.name for field in known]).order_by("-pk")[:MOST_STEPS])
    return render(request, "quality/cleaning/fields.html", {"fields": known, "steps": steps})


def check_reach(request: HttpRequest) -> None:
    """Values are counted over everybody. Raises PermissionDenied for whoever sees some customers only."""
    if signed_in(request).sight.owners is not None:
        raise PermissionDenied


def check_step(request: HttpRequest, pk: int) -> None:
    """Raises PermissionDenied, Http404 for whoever could not have taken this step."""
    check_reach(request)
    if found := CleaningStep.objects.filter(pk=pk).first():
        field_of(request, found.field)


def told(steps: QuerySet[CleaningStep]) -> list[dict[str, Any]]:
    """Steps with whoever took them, by name, and their fields by label."""
    names = actor_names() if steps else {}
    return [{"step": step, "who": names.get(step.actor, step.actor), "label": label(step.field)} for step in steps]


def label(name: str) -> Any:
    """What a field is called."""
    field = find_field(name)
    return field.label if field else name


@guarded("quality.see")
@require_safe
def workbench(request: HttpRequest, field: str) -> HttpResponse:
    """One field: its values with how many have them, and those that may mean the same."""
    known = field_of(request, field)
    method = method_of(request)
    containing = request.GET.get("find", "").strip()[:LONGEST_SEARCH]
    context = {"field": known, "find": containing, "methods": method_tabs(known, method, containing)}
    try:
        values = values_of(known, containing)
    except LakeError as error:
        return render(request, "quality/cleaning/workbench.html", context | {"problem": str(error)}, status=503)
    note(known, containing, values, actor=actor_in(request))
    found = clusters(values, method)
    steps = told(CleaningStep.objects.filter(field=known.name).order_by("-pk")[:MOST_STEPS])
    shown = list(values.items())[:MOST_SHOWN]
    context |= {"values": shown, "distinct": len(values), "clusters": found, "method": method, "steps": steps}
    return render(request, "quality/cleaning/workbench.html", context | {"may_clean": may_clean(request)})


def note(field: Field, containing: str, values: Mapping[str, int], *, actor: str) -> None:
    """Write down what was looked at. What was searched for is kept beside the few whom it finds, and goes with them.

    What finds many or nobody could not go with anybody: that somebody searched is all that is kept.
    """
    is_few = bool(containing) and sum(values.values()) <= FEW
    about = roots_with(field, values) if values and is_few else []
    type_, text = ("customer", containing) if about else ("field", DOTS if containing else None)
    record("quality.facet", actor=actor, object_type=type_, keys=about, fields=[field.name], text=text)


def may_clean(request: HttpRequest) -> bool:
    return signed_in(request).has_perm("quality.edit")


def field_of(request: HttpRequest, name: str) -> Field:
    """Raises Http404 for what cannot be cleaned, or is not seen whole; PermissionDenied."""
    check_reach(request)
    try:
        return field_to_clean(name, signed_in(request).sight.mask)
    except NotCleanable as error:
        raise Http404 from error


def method_of(request: HttpRequest) -> Method:
    """How clusters are found; the surest way unless another is asked for."""
    asked = request.GET.get("method", "")
    return Method(asked) if asked in Method.values else Method.FINGERPRINT


def method_tabs(field: Field, current: Method, containing: str) -> list[tuple[str | Promise, str, bool]]:
    """The methods as tabs."""
    page = reverse("quality:workbench", args=[field.name])
    more = {"find": containing} if containing else {}
    return [(one.label, f"{page}?{urlencode({'method': one.value} | more)}", one is current) for one in Method]


@guarded("quality.edit")
@require_POST
def merge(request: HttpRequest, field: str) -> HttpResponse:
    """Let all customers with one of the ticked values have the one that was written."""
    known = field_of(request, field)
    back = reverse("quality:workbench", args=[known.name]) + "?" + urlencode({"method": request.POST.get("method", "")})
    try:
        services.merge_values(
            known.name,
            request.POST.getlist("value"),
            request.POST.get("into", ""),
            keep="keep" in request.POST,
            user=signed_in(request),
        )
    except (QualityError, IdentityError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being done, and can be taken back below."))
    return redirect(back)


@guarded("quality.edit")
@require_POST
def undo(request: HttpRequest, step: int) -> HttpResponse:
    """Take a step back."""
    check_step(request, step)
    try:
        found = services.undo(step, actor=actor_in(request))
    except (QualityError, IdentityError) as error:
        messages.error(request, str(error))
        return redirect("quality:cleaning")
    messages.success(request, _("Taken back: {n} customers say what they said before.").format(n=number(found.changed)))
    return redirect("quality:workbench", found.field)


@guarded("quality.edit")
@require_POST
def end_rule(request: HttpRequest, step: int) -> HttpResponse:
    """End a rule of the doors."""
    check_step(request, step)
    try:
        found = services.end_rule(step, actor=actor_in(request))
    except QualityError as error:
        messages.error(request, str(error))
        return redirect("quality:cleaning")
    messages.success(request, _("The rule has ended. What was merged stays."))
    return redirect("quality:workbench", found.field)
