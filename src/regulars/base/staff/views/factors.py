"""One's own second factors: the overview, authenticator apps, passkeys and recovery codes."""

import base64
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.staff import mfa, passkeys, services
from regulars.base.staff.errors import FactorUnknown
from regulars.base.staff.forms.account import AppForm, PasskeyForm, PasskeyNameForm
from regulars.base.staff.models import User
from regulars.base.staff.queries import factors, must_have_factor
from regulars.base.staff.services.factors import as_typed
from regulars.base.web.access import signed_in
from regulars.base.web.confirming import confirmed

from .common import count_try, done, filled

SECRET = "staff.app"  # noqa: S105 the name of a place in the session


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Password and second factors; open to whoever has signed in."""
    user = signed_in(request)
    found = factors(user)
    kinds = Authenticator.Type
    asked = {
        "app": next((factor for factor in found if factor.type == kinds.TOTP), None),
        "keys": [factor for factor in found if factor.type == kinds.WEBAUTHN],
        "codes_left": services.codes_left(user),
        "is_missing": must_have_factor(user.role) and not any(factor.type != kinds.RECOVERY_CODES for factor in found),
    }
    return render(request, "staff/security.html", asked)


@confirmed
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponseBase:
    """Add an authenticator app; open to whoever has signed in. Its secret waits in the session, sealed."""
    user = signed_in(request)
    if any(factor.type == Authenticator.Type.TOTP for factor in factors(user)):
        return redirect("staff:security")
    form = AppForm(request.POST or None)
    secret = waiting_secret(request, user, anew=not form.is_bound)
    if form.is_valid():
        counter = filled(form, lambda: counter_of(user, secret, form.cleaned_data["code"]), "code")
        if counter is not None:
            del request.session[SECRET]
            has_codes = services.add_totp(user, secret, counter, session_key=request.session.session_key)
            messages.success(request, _("Your app is the second factor now."))
            return redirect("staff:codes" if has_codes else "staff:security")
    return render(request, "staff/app.html", {"form": form, **drawn(user, secret)})


def waiting_secret(request: HttpRequest, user: User, *, anew: bool) -> str:
    """The secret of the app that is being added; another one each time the page is opened."""
    with mfa.secrets_of(user):
        if not anew and (sealed := request.session.get(SECRET)):
            return mfa.unseal(sealed, "new seed")
        secret = str(generate_totp_secret())
        request.session[SECRET] = mfa.seal(secret, "new seed")
        return secret


def counter_of(user: User, secret: str, code: str) -> int:
    """The time step of a right code. Raises ValidationError for a wrong one, and after too many."""
    forget = count_try(user)
    counter = services.fitting_counter(secret, as_typed(code))
    if counter is None:
        raise ValidationError(_("This is not the code that the app shows now. Is the clock of the phone right?"))
    forget()
    return counter


def drawn(user: User, secret: str) -> dict[str, Any]:
    """The secret as a picture, as a link for an app on this device, and as letters in groups of four."""
    adapter = mfa.MfaAdapter()
    url = adapter.build_totp_url(user, secret)
    picture = base64.b64encode(adapter.build_totp_svg(url).encode()).decode()
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"picture": f"data:image/svg+xml;base64,{picture}", "url": url, "secret": groups}


@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def passkeys_(request: HttpRequest) -> HttpResponseBase:
    """Add a passkey; open to whoever has signed in."""
    user = signed_in(request)
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        has_codes = filled(form, lambda: added_passkey(request, user, form.cleaned_data))
        if has_codes is not None:
            messages.success(request, _("The passkey is added."))
            return redirect("staff:codes" if has_codes else "staff:security")
    return render(request, "staff/passkeys.html", {"form": form, "possible": mfa.has_passkeys(request)})


def added_passkey(request: HttpRequest, user: User, given: dict[str, Any]) -> bool:
    """Whether recovery codes were made with it. Raises PasskeyWrong."""
    credential = passkeys.check_made(given["credential"], alone=given["alone"])
    return services.add_passkey(user, given["name"], credential, session_key=request.session.session_key)


@confirmed
@require_GET
def passkey_options(request: HttpRequest) -> HttpResponseBase:
    """What the browser makes a passkey of; open to whoever has signed in."""
    return JsonResponse(passkeys.ask_to_make(signed_in(request), alone=request.GET.get("alone") == "1"))


@require_http_methods(["GET", "HEAD", "POST"])
def rename_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Call a passkey otherwise; open to whoever has signed in."""
    user = signed_in(request)
    found = next((factor for factor in factors(user) if factor.pk == number), None)
    form = PasskeyNameForm(request.POST or None, initial={"name": found.data.get("name", "") if found else ""})
    if found is None:
        messages.error(request, str(FactorUnknown()))
        return redirect("staff:security")
    if form.is_valid():
        done(request, lambda: services.rename_passkey(user, number, form.cleaned_data["name"]), _("Saved."))
        return redirect("staff:security")
    return render(request, "staff/rename_passkey.html", {"form": form})


@confirmed
@require_POST
def remove_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Remove an app or a passkey; open to whoever has signed in."""
    user = signed_in(request)
    done(request, lambda: services.remove_factor(user, number), _("It is removed."))
    return redirect("staff:security")


@confirmed
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes, shown once; open to whoever has signed in. The form makes new ones."""
    user = signed_in(request)
    if not any(factor.type != Authenticator.Type.RECOVERY_CODES for factor in factors(user)):
        return redirect("staff:security")
    if request.method == "POST":
        services.new_codes(user)
        return redirect("staff:codes")
    shown = [f"{code[:5]}-{code[5:]}" for code in services.codes_once(user)]
    return render(request, "staff/codes.html", {"codes": shown, "left": services.codes_left(user)})
