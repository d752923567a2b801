"""Getting started: first the goals, then the fields that they need, then one step after the other."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Category
from regulars.base.fields.queries import every_field, purposes
from regulars.base.fields.queries import fields as fields_in_use
from regulars.base.start import services
from regulars.base.start.goals import ALWAYS, GOALS, SETTING, needed_fields, needed_purposes
from regulars.base.web import preferences
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.shell import steps_for


@guarded("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest) -> HttpResponse:
    """What the database is for."""
    if request.method == "POST":
        if not services.choose_goals(request.POST.getlist("goal"), actor=actor_in(request)):
            messages.error(request, _("Choose at least one goal. You can change it at any time."))
            return redirect("start:goals")
        return redirect("start:fields")
    chosen = preferences.read(SETTING, [])
    lines = [(one, one.code in chosen, labels(one.fields)) for one in GOALS.values()]
    return render(request, "start/goals.html", {"lines": lines})


def labels(names: Sequence[str]) -> list[str]:
    """What these fields are called, each once; parts of a name are one."""
    known = {field.name: str(field.label) for field in every_field()}
    short = [name for name in names if name not in ("first_name", "last_name") or "name" not in names]
    return [known[name] for name in short if name in known]


@guarded("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """The fields that the goals need; the others are left out unless somebody wants them."""
    chosen = preferences.read(SETTING, [])
    if not chosen:
        return redirect("start:goals")
    offered = [field for field in every_field() if field.name not in ALWAYS]
    if request.method == "POST":
        known = [field.name for field in offered]
        services.use_fields(request.POST.getlist("field"), known, actor=actor_in(request))
        messages.success(request, _("These fields are in use now. What was known before is kept."))
        return redirect("start:steps")
    needed, in_use = needed_fields(chosen), {field.name for field in fields_in_use()}
    context = {
        "goals": [GOALS[code] for code in chosen if code in GOALS],
        "purposes": [one for one in purposes() if one.code in needed_purposes(chosen)],
        "always": labels(["name", "email", "phone", "language", "tags"]),
        "needed": grouped([field for field in offered if field.name in needed]),
        "others": grouped([field for field in offered if field.name not in needed]),
        "in_use": in_use,
    }
    return render(request, "start/fields.html", context)


def grouped(found: Sequence[Field]) -> list[tuple[str, list[Field]]]:
    """Fields by category, in the order of a profile."""
    groups = [(str(one.label), [field for field in found if field.category == one]) for one in Category]
    return [(label, members) for label, members in groups if members]


@guarded("settings.edit")
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """What is done, and what comes next."""
    lines: list[tuple[Any, bool]] = [
        (step, step.is_done()) for step in steps_for(signed_in(request), preferences.read(SETTING, []))
    ]
    done = sum(is_done for _step, is_done in lines)
    following = next((step.name for step, is_done in lines if not is_done), "")
    context = {"lines": lines, "done": done, "total": len(lines), "following": following}
    return render(request, "start/steps.html", context)
