"""What people type at sign-in, at set-up and for API keys."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from regulars.base.staff.enums import Scope
from regulars.base.staff.models import User

password_help = lazy(password_validators_help_text_html, SafeString)


def mark_invalid(form: forms.Form) -> None:
    """Tell screen readers which fields are wrong, and where their words stand."""
    for name, field in form.fields.items():
        if form.errors.get(name):
            field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{form[name].auto_id}-error"}


class SignInForm(LoginForm):  # type: ignore[misc]
    """An e-mail address and a password; every mistake gets the same answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = {"autocomplete": "username", "autofocus": True, "dir": "ltr"}
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget = forms.EmailInput(attrs=login)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"})

    def clean(self) -> Any:
        cleaned = super().clean()
        # allauth would tell whoever knows the password of a closed account that it is closed.
        if self.user is not None and not self.user.is_active:
            raise get_adapter().validation_error("email_password_mismatch")
        return cleaned


class SetUpForm(forms.Form):
    """The owner's account."""

    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("`regulars serve` printed it when it started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"})
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_help(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PasswordForm(PasswordChangeForm):
    """The current password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Current password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("New password, once more")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"


class ApiKeyForm(forms.Form):
    """Which program it is for, and what it may do."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
