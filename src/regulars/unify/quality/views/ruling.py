"""The rules of quality: what happens to leads that nobody answers, and who outside is asked about values."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.web.access import actor_in, guarded
from regulars.base.web.confirming import confirmed, confirmed_recently
from regulars.unify.quality.errors import QualityError
from regulars.unify.quality.forms import LeadsForm, ValidatorForm
from regulars.unify.quality.outside.services import remove_validator, validators
from regulars.unify.quality.overview import field_label


@guarded("quality.edit")
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Change what happens to leads; what was saved counts from the next hour on."""
    is_sent = request.method == "POST"
    form = LeadsForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        form.save(actor=actor_in(request))
        messages.success(request, _("Saved."))
        return redirect("quality:rules")
    return page(request, form, ValidatorForm())


@guarded("settings.edit")
@confirmed
@require_POST
def validator(request: HttpRequest) -> HttpResponse:
    """Set who outside is asked about a field."""
    form = ValidatorForm(request.POST)
    if form.is_valid():
        try:
            form.save(actor=actor_in(request))
        except QualityError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("quality:rules")
    return page(request, LeadsForm(), form)


@guarded("settings.edit")
@confirmed
@require_POST
def remove(request: HttpRequest, field: str) -> HttpResponse:
    """Ask nobody about a field any more."""
    remove_validator(field, actor=actor_in(request))
    messages.success(request, _("Nobody is asked about this field any more."))
    return redirect("quality:rules")


def page(request: HttpRequest, leads: LeadsForm, asking: ValidatorForm) -> HttpResponse:
    asked = [(one, field_label(one.field)) for one in validators()]
    context = {"form": leads, "asking": asking, "asked": asked, "is_confirmed": confirmed_recently(request)}
    return render(request, "quality/rules.html", context)
