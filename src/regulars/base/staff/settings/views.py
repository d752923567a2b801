"""One's own preferences, and the settings of the business."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regulars.base.staff.middleware import written_for
from regulars.base.staff.preferences import change_preferences
from regulars.base.staff.queries import actor_of
from regulars.base.web import business
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.confirming import confirmed_recently, confirmed_to_change
from regulars.base.web.preferences import read, write

from .forms import BusinessForm, PreferencesForm, SignInRulesForm
from .overview import groups_for

ASKED = "mfa.required"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be set where; open to whoever has signed in: each line asks for its own permission."""
    return render(request, "settings/index.html", {"groups": groups_for(request), "business": business.name()})


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """One's own language, time zone and calendar; open to whoever has signed in."""
    user = signed_in(request)
    form = PreferencesForm(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "settings/preferences.html", {"form": form, "now": timezone.now()})
    change_preferences(user, actor=actor_of(user), **form.cleaned_data)
    with written_for(user, user.language or request.LANGUAGE_CODE):
        messages.success(request, _("Saved. Pages are written this way for you from now on."))
    return redirect("settings:preferences")


@guarded("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def about_business(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone and week of the business."""
    form = BusinessForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "settings/business.html", {"form": form})
    names = {
        business.NAME: form.cleaned_data["name"] or None,
        business.LANGUAGE: form.cleaned_data["language"],
        business.TIME_ZONE: form.cleaned_data["time_zone"],
        business.FIRST_WEEKDAY: form.cleaned_data["first_weekday"],
    }
    keep(names, form, actor=actor_in(request))
    messages.success(request, _("Saved."))
    return redirect("settings:business")


def keep(values: dict[str, Any], form: BusinessForm, *, actor: str) -> None:
    """Write what was changed: what is left as it was goes on following its default."""
    for name, value in values.items():
        if name.partition(".")[2] in form.changed_data:
            write(name, value, actor=actor)


@guarded("settings.edit")
@confirmed_to_change
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """Of which roles a second factor is asked."""
    form = SignInRulesForm(request.POST if request.method == "POST" else None, initial={"roles": read(ASKED, [])})
    if not form.is_valid():
        return render(request, "settings/sign_in.html", {"form": form, "is_confirmed": confirmed_recently(request)})
    write(ASKED, sorted(form.cleaned_data["roles"]) or None, actor=actor_in(request))
    messages.success(request, _("Saved."))
    return redirect("settings:sign-in")
