"""How somebody comes to an account or back into it: the one-time set-up, an invitation, a link for a new password."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from regulars.base.staff import services
from regulars.base.staff.errors import AlreadySetUp, CodeWrong, LinkInvalid
from regulars.base.staff.forms.signing_in import AcceptForm, NewPasswordForm, SetUpForm
from regulars.base.staff.models import User
from regulars.base.staff.queries import anyone_exists
from regulars.base.staff.setup import set_up_owner

from .common import let_in, too_often


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
        return render(request, "staff/set_up.html", {"form": form})
    let_in(request, user)
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


@login_not_required  # open: the secret in the link is what lets in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Become a colleague by invitation: a name, a password, and in."""
    if (refused := too_often(request, "signup")) is not None:
        return refused
    try:
        invitation = services.invited(secret)
        form = AcceptForm(request.POST or None, email=invitation.email)
        if not form.is_valid() or request.user.is_authenticated:
            return render(request, "staff/accept.html", {"form": form, "invitation": invitation})
        user = services.accept(secret, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
    except LinkInvalid as error:
        return gone(request, error)
    login = Login(user=user, email=user.email, redirect_url="/")
    response: HttpResponseBase = perform_password_login(request, {"email": user.email}, login)
    return response


@login_not_required  # open: the token in the link is what lets in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, who: str, token: str) -> HttpResponseBase:
    """Choose a new password by link; sign-in then asks for it, and for the second factor."""
    if (refused := too_often(request, "reset_password_from_key")) is not None:
        return refused
    try:
        form = NewPasswordForm(request.POST or None, user=services.resetting(who, token))
        if not form.is_valid():
            return render(request, "staff/reset.html", {"form": form})
        services.reset_password(who, token, form.cleaned_data["password"])
    except LinkInvalid as error:
        return gone(request, error)
    messages.success(request, _("Your password is changed. Sign in with it."))
    return redirect("staff:sign-in")


def gone(request: HttpRequest, error: LinkInvalid) -> HttpResponse:
    """The same answer to every link that does not let in, whatever the reason."""
    return render(request, "staff/gone.html", {"words": str(error)}, status=404)
