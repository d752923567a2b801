"""What people type to get in: at sign-in, at set-up, with an invitation, and with the link for a new password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.staff.models import User

from .fields import check_strength, name_field, new_password_field


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
    name = name_field(_("Your name"))
    password = new_password_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_strength(self, User(email=cleaned.get("email", ""), name=cleaned.get("name", "")))
        return cleaned


class AcceptForm(forms.Form):
    """Who was invited says what to be called, and chooses a password."""

    name = name_field(_("Your name"))
    password = new_password_field()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_strength(self, User(email=self.email, name=cleaned.get("name", "")))
        return cleaned


class NewPasswordForm(forms.Form):
    """A password for somebody who forgot theirs."""

    password = new_password_field(_("New password"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_strength(self, self.user)
        return cleaned
