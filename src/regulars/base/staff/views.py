"""Set-up of the owner, sign-in and sign-out, one's own password, and API keys."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.audit.services import record
from regulars.base.staff import services
from regulars.base.staff.errors import AlreadySetUp, CodeWrong, KeyUnknown
from regulars.base.staff.forms import ApiKeyForm, PasswordForm, SetUpForm, SignInForm, mark_invalid
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of, anyone_exists, api_keys
from regulars.base.staff.setup import set_up_owner
from regulars.base.web.access import actor_in, guarded, signed_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY = "system"


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
            note_failure(request, form)
        return render(request, "staff/sign_in.html", {"form": form, "next": asked_next(request)})
    response: HttpResponse = form.login(request, redirect_url=safe_next(request))
    return response


def too_often(request: HttpRequest, action: str) -> HttpResponseBase | None:
    """The answer to whoever sends this form too often, else None; what is only looked at is not counted."""
    refused: HttpResponseBase | None = consume_or_429(request, action=action)
    return refused


def note_failure(request: HttpRequest, form: SignInForm) -> None:
    """What was typed as an address is personal, so it goes where it can be erased."""
    mark_invalid(form)
    typed = str(request.POST.get("login", ""))[:254]
    record("user.sign_in_failed", actor=NOBODY, object_type="user", text=f"{typed} {address(request)}")


def address(request: HttpRequest) -> str:
    """The network address that a request came from."""
    return str(get_adapter().get_client_ip(request))


def asked_next(request: HttpRequest) -> str:
    return str(request.POST.get("next") or request.GET.get("next") or "")


def safe_next(request: HttpRequest) -> str:
    """Where the visitor was going, if that is a page of ours; else the home page."""
    url = asked_next(request)
    hosts = {request.get_host()}
    return url if url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()) else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    user = signed_in(request)
    record("user.sign_out", actor=actor_of(user), object_type="user", keys=[user.pk], text=address(request))
    logout(request)
    return redirect("staff:sign-in")


@login_not_required  # open while nobody exists; the code keeps strangers out
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Make the owner's account, once."""
    if anyone_exists():
        return redirect("staff:sign-in")
    if (refused := too_often(request, "signup")) is not None:
        return refused
    form = SetUpForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    user = owner_from(form) if form.is_valid() else None
    if user is None:
        mark_invalid(form)
        return render(request, "staff/set_up.html", {"form": form})
    login(request, user, backend=BACKEND)
    messages.success(request, _("Welcome. This database is yours now."))
    return redirect("web:home")


@sensitive_variables()
def owner_from(form: SetUpForm) -> User | None:
    """The new owner, or None with the reason in the form."""
    given = form.cleaned_data
    try:
        return set_up_owner(given["email"], given["password"], code=given["code"], name=given["name"])
    except CodeWrong as error:
        form.add_error("code", str(error))
    except AlreadySetUp as error:
        form.add_error(None, str(error))
    return None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; open to whoever has signed in. Other sessions of theirs end."""
    user = signed_in(request)
    if (refused := too_often(request, "change_password")) is not None:
        return refused
    form = PasswordForm(user, request.POST or None)
    if not form.is_valid():
        mark_invalid(form)
        return render(request, "staff/password.html", {"form": form})
    given = form.cleaned_data["new_password1"]
    services.change_password(user, given, actor=actor_of(user), session_key=request.session.session_key)
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("web:home")


@guarded("keys.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """API keys; a new one's secret is shown in the answer to its form, and nowhere else."""
    form, made, secret = ApiKeyForm(request.POST or None), None, None
    if form.is_valid():
        given = form.cleaned_data
        actor = actor_in(request)
        made, secret = services.create_api_key(given["name"], actor=actor, scopes=given["scopes"])
        form = ApiKeyForm()
    mark_invalid(form)
    return render(request, "staff/keys.html", {"form": form, "made": made, "secret": secret, "keys": api_keys()})


@guarded("keys.edit")
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
