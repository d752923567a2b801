"""What is done to a source with one press of a button."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.base.web.access import actor_in, guarded
from regulars.collect.sources.services import save_plan
from regulars.unify.facts.services import disable_source, enable_source, rotate_write_key

from .loading import about_source

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source


@guarded("sources.edit")
@require_POST
@about_source
def enable(request: HttpRequest, source: "Source") -> HttpResponse:
    """Take what comes again."""
    enable_source(source.pk, actor=actor_in(request))
    messages.success(request, _("The source is on. What it sends is taken."))
    return redirect("sources:settings", source.pk)


@guarded("sources.edit")
@require_POST
@about_source
def disable(request: HttpRequest, source: "Source") -> HttpResponse:
    """Refuse what comes from now on."""
    disable_source(source.pk, actor=actor_in(request))
    messages.success(request, _("The source is off. What it sends is refused; what it said stays."))
    return redirect("sources:settings", source.pk)


@guarded("sources.edit")
@require_POST
@about_source
def rotate(request: HttpRequest, source: "Source") -> HttpResponse:
    """Give it another key."""
    at_once = "at_once" in request.POST
    rotate_write_key(source.pk, actor=actor_in(request), at_once=at_once)
    if at_once:
        messages.success(request, _("There is a new key. The old one is refused from now on."))
    else:
        messages.success(request, _("There is a new key. The old one is good for seven more days."))
    return redirect("sources:connect", source.pk)


@guarded("sources.edit")
@require_POST
@about_source
def lift_plan(request: HttpRequest, source: "Source") -> HttpResponse:
    """Compare with no plan any more."""
    save_plan(source.pk, None, actor=actor_in(request))
    messages.success(request, _("The plan is lifted. Everything that the source sends is taken as it comes."))
    return redirect("sources:plan", source.pk)
