"""Fields that several forms have."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from regulars.base.staff.models import User

LONGEST_PASSWORD = 512
PASSWORD_HELP = _(
    "At least ten characters, and none that has leaked elsewhere. Four words that have nothing to do with each other"
    " make a good one."
)


def name_field(label: Any, help_text: Any = "") -> forms.CharField:
    """What somebody wants to be called."""
    widget = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget, help_text=help_text)


def new_password_field(label: Any = None) -> forms.CharField:
    """A password to be; `check_strength` says whether it is good enough."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"})
    return forms.CharField(
        label=label or _("Password"), strip=False, max_length=LONGEST_PASSWORD, help_text=PASSWORD_HELP, widget=widget
    )


def code_field(label: Any, help_text: Any = "", *, autofocus: bool = False) -> forms.CharField:
    """A code from an app, or a recovery code; `autofocus` where nothing else is asked."""
    attributes = {
        "autocomplete": "one-time-code",
        "dir": "ltr",
        "spellcheck": "false",
        "inputmode": "numeric",
        "autofocus": autofocus,
    }
    return forms.CharField(label=label, max_length=40, help_text=help_text, widget=forms.TextInput(attrs=attributes))


def check_strength(form: forms.Form, user: User, field: str = "password") -> None:
    """Put what is weak about the password into the form."""
    password = form.cleaned_data.get(field)
    if not password:
        return
    try:
        validate_password(password, user)
    except forms.ValidationError as error:
        form.add_error(field, error)
