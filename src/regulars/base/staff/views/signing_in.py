"""Sign-in with a password and a second factor or with a passkey alone, and sign-out."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.audit.services import record
from regulars.base.staff import mfa, passkeys
from regulars.base.staff.errors import PasskeyWrong
from regulars.base.staff.forms.account import CodeForm, CredentialForm
from regulars.base.staff.forms.signing_in import SignInForm
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of, anyone_exists, factors
from regulars.base.staff.services import codes_left, try_code
from regulars.base.staff.stages import SecondFactor
from regulars.base.web.access import signed_in

from .common import asked_next, count_try, filled, note_failure, safe_next, too_often

FEW = 3
"""So few recovery codes are few."""


@login_not_required  # open: it is how one gets in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in with e-mail address and password; allauth throttles by address and by whom is tried."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    if not anyone_exists():
        return redirect("staff:set-up")
    if (refused := too_often(request, "login")) is not None:
        return refused
    form = SignInForm(request.POST or None, request=request)
    if not form.is_valid():
        if form.is_bound:
            note_failure(str(request.POST.get("login", "")))
        asked = {"form": form, "next": asked_next(request), "passkeys": mfa.has_passkeys(request)}
        return render(request, "staff/sign_in.html", asked)
    response: HttpResponse = form.login(request, redirect_url=safe_next(request))
    return response


@login_not_required  # open to who has given a password; without that stage it leads to sign-in
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """A code of an app, a passkey or a recovery code, after the password and before the session."""
    if request.user.is_authenticated:
        return redirect("web:home")
    stage: SecondFactor | None = LoginStageController.enter(request, SecondFactor.key)
    if stage is None:
        return redirect("staff:sign-in")
    if not stage.still_holds:
        aborted: HttpResponseBase = stage.abort()
        return aborted
    user: User = stage.login.user
    form, used = factor_given(request, user)
    if used is None:
        return render(request, "staff/second_factor.html", {"form": form, **ways_in(request, user)})
    post_authentication(request, used)
    if used.type == Authenticator.Type.RECOVERY_CODES and (left := codes_left(user)) <= FEW:
        messages.warning(request, _("You have %(left)d recovery codes left. Make new ones.") % {"left": left})
    response: HttpResponseBase = stage.exit()
    return response


def factor_given(request: HttpRequest, user: User) -> tuple[forms.Form, Authenticator | None]:
    """The form, and the factor that it gives; attempts are counted by whom they are at, failures written down."""
    is_passkey = "credential" in request.POST
    form = CredentialForm(request.POST) if is_passkey else CodeForm(request.POST or None)
    if not form.is_valid():
        return CodeForm() if is_passkey else form, None
    used = filled(form, lambda: factor_of(user, form.cleaned_data))
    if used is None and not form.errors:
        form.add_error("code", mfa.MfaAdapter.error_messages["incorrect_code"])
    if used is None:
        note_failure(user.email)
    return form, used


def factor_of(user: User, given: dict[str, Any]) -> Authenticator | None:
    """The factor that fits. Raises ValidationError after too many attempts, PasskeyWrong."""
    forget = count_try(user)
    credential = given.get("credential")
    used = try_code(user, given["code"]) if credential is None else passkeys.check_shown(credential, user)
    if used is not None:
        forget()
    return used


def ways_in(request: HttpRequest, user: User) -> dict[str, bool]:
    """Which second factors somebody has."""
    kinds = {factor.type for factor in factors(user)}
    return {
        "has_codes": bool(kinds - {Authenticator.Type.WEBAUTHN}),
        "has_passkeys": Authenticator.Type.WEBAUTHN in kinds and mfa.has_passkeys(request),
    }


@login_not_required  # open: what it gives is of no use without a passkey
@require_GET
def sign_in_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks passkeys: for the second factor those of whom the password was, else any."""
    stage = LoginStageController.enter(request, SecondFactor.key)
    return JsonResponse(passkeys.ask_to_show(stage.login.user if stage else None))


@login_not_required  # open: it is how one gets in
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a passkey that asks its owner who they are, and so needs no password."""
    if (refused := too_often(request, "login")) is not None:
        return refused
    form = CredentialForm(request.POST)
    if form.is_valid() and not request.user.is_authenticated:
        try:
            found = passkeys.check_shown(form.cleaned_data["credential"])
        except PasskeyWrong as error:
            note_failure("")
            messages.error(request, str(error))
            return redirect("staff:sign-in")
        login = Login(user=found.user, redirect_url=safe_next(request))
        response: HttpResponseBase = perform_passwordless_login(request, found, login)
        return response
    return redirect("staff:sign-in")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    user = signed_in(request)
    record("user.sign_out", actor=actor_of(user), object_type="user", keys=[user.pk])
    logout(request)
    return redirect("staff:sign-in")
