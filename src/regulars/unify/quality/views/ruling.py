"""The rules of quality: what happens to leads that nobody answers, and who else is asked about values."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.web.access import actor_in, guarded
from regulars.unify.quality.forms import LeadsForm


@guarded("quality.edit")
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Change them; what was saved counts from the next hour on."""
    form = LeadsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(actor=actor_in(request))
        messages.success(request, _("Saved."))
        return redirect("quality:rules")
    return render(request, "quality/rules.html", {"form": form})
