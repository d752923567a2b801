"""Your account: name, address, password, where I am signed in; and confirming that it is me."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.audit.origins import browser
from regulars.base.staff import letters, passkeys, services
from regulars.base.staff.forms.account import CodeForm, CredentialForm, EmailForm, NameForm, PasswordForm, ProofForm
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of, seats
from regulars.base.web.access import signed_in
from regulars.base.web.confirming import confirmed

from .common import asked_next, done, filled, note_failure, safe_next, too_often
from .signing_in import factor_given, ways_in


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """One's own account; open to whoever has signed in. The form changes what colleagues call them."""
    user = signed_in(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if form.is_valid():
        services.rename(user, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("staff:me")
    return render(request, "staff/me.html", {"form": form, "user": user})


@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponseBase:
    """Change the address to sign in with; open to whoever has signed in. The old one is told."""
    user = signed_in(request)
    if (refused := too_often(request, "manage_email")) is not None:
        return refused
    form, old = EmailForm(request.POST or None, initial={"email": user.email}), user.email
    if form.is_valid() and filled(form, lambda: changed_email(user, form.cleaned_data["email"]), "email"):
        if user.email != old:
            letters.tell_of_new_address(old, user.email, actor=actor_of(user))
        messages.success(request, _("You sign in with the new address from now on."))
        return redirect("staff:me")
    return render(request, "staff/email.html", {"form": form})


def changed_email(user: User, email: str) -> bool:
    services.change_email(user, email)
    return True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; open to whoever has signed in. Other sessions of theirs end."""
    user = signed_in(request)
    if (refused := too_often(request, "change_password")) is not None:
        return refused
    form = PasswordForm(user, request.POST or None)
    if not form.is_valid():
        return render(request, "staff/password.html", {"form": form})
    given = form.cleaned_data["new_password1"]
    key = request.session.session_key
    services.change_password(user, given, actor=actor_of(user), session_key=key)
    update_session_auth_hash(request, user)
    services.move_session(key, request.session.session_key)
    messages.success(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("staff:security")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Confirm that it is them, with the password or a second factor; open to whoever has signed in."""
    user = signed_in(request)
    if (refused := too_often(request, "reauthenticate")) is not None:
        return refused
    proof = ProofForm()
    code: forms.Form = CodeForm()
    if "password" in request.POST:
        proof = ProofForm(request.POST)
        if proof.is_valid() and filled(proof, lambda: check_password(request, user, proof), "password"):
            record_authentication(request, user, method="password", reauthenticated=True)
            return redirect(safe_next(request))
    elif request.method == "POST":
        given, used = factor_given(request, user)
        if used is not None:
            post_authentication(request, used, reauthenticated=True)
            return redirect(safe_next(request))
        code = CodeForm() if isinstance(given, CredentialForm) else given
        told = given.non_field_errors() if isinstance(given, CredentialForm) else []
        for words in told:
            messages.error(request, str(words))
    asked = {"proof": proof, "code": code, "next": asked_next(request), **ways_in(request, user)}
    return render(request, "staff/confirm.html", {**asked, "has_password": user.has_usable_password()})


def check_password(request: HttpRequest, user: User, form: ProofForm) -> bool:
    """Attempts count together with those at sign-in. Raises ValidationError."""
    found = get_adapter().authenticate(request, email=user.email, password=form.cleaned_data["password"])
    if found is None or found.pk != user.pk:
        note_failure(user.email)
        raise ValidationError(_("This is not your password."))
    return True


@require_GET
def confirm_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks one's passkeys; open to whoever has signed in."""
    return JsonResponse(passkeys.ask_to_show(signed_in(request)))


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; open to whoever has signed in."""
    found = seats(signed_in(request), request.session.session_key)
    rows = [(seat, browser(seat.browser)) for seat in found]
    return render(request, "staff/sessions.html", {"rows": rows})


@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """Sign oneself out of one browser; open to whoever has signed in."""
    user = signed_in(request)
    done(request, lambda: services.sign_out_of(user, number), _("That browser is signed out."))
    return redirect("staff:sessions")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign oneself out everywhere else; open to whoever has signed in."""
    services.sign_out_elsewhere(signed_in(request), request.session.session_key)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("staff:sessions")
