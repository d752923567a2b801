"""API keys of programs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.staff import services
from regulars.base.staff.errors import KeyUnknown
from regulars.base.staff.forms.keys import ApiKeyForm
from regulars.base.staff.queries import api_keys
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.confirming import confirmed, confirmed_recently, confirmed_to_change

from .common import filled


@guarded("keys.edit")
@confirmed_to_change
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """API keys; a new one's secret is shown in the answer to its form, and nowhere else."""
    acting = signed_in(request)
    form, made, secret = ApiKeyForm(request.POST or None, acting=acting), None, None
    if form.is_valid():
        given, actor = dict(form.cleaned_data), actor_in(request)
        answer = filled(form, lambda: services.create_api_key(**given, actor=actor))
        if answer is not None:
            (made, secret), form = answer, ApiKeyForm(acting=acting)
    context = {"form": form, "made": made, "secret": secret, "keys": api_keys()}
    return render(request, "staff/keys.html", context | {"is_confirmed": confirmed_recently(request)})


@guarded("keys.edit")
@confirmed
@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Refuse a key from now on."""
    try:
        key = services.revoke_api_key(key_id, actor=actor_in(request))
    except KeyUnknown as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” can no longer be used.") % {"name": key.name})
    return redirect("staff:keys")
