"""What colleagues change about themselves: name, address, password; and how they confirm that it is them."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import LONGEST_PASSWORD, PASSWORD_HELP, code_field, name_field


class NameForm(forms.Form):
    """What colleagues call somebody."""

    name = name_field(_("Name"), _("Colleagues see it beside what you do."))


class EmailForm(forms.Form):
    """The address to sign in with."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )


class PasswordForm(PasswordChangeForm):
    """The current password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Current password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].label = _("New password, once more")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"
            field.widget.attrs["maxlength"] = LONGEST_PASSWORD


class ProofForm(forms.Form):
    """The password, by which somebody confirms that it is them."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr", "autofocus": True}),
    )


class CodeForm(forms.Form):
    """A second factor that is typed."""

    code = code_field(
        pgettext_lazy("six digits", "Code"),
        _("The six digits that your app shows now, or one of your recovery codes."),
        autofocus=True,
    )


class AppForm(forms.Form):
    """The first code of an app that is being added."""

    code = code_field(pgettext_lazy("six digits", "Code"), _("The six digits that your app shows now."))


class CredentialField(forms.JSONField):
    """JSON from a browser, which can be anything: also what Python's reader gives up on."""

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class CredentialForm(forms.Form):
    """What a passkey answers, put together by the browser."""

    credential = CredentialField(widget=forms.HiddenInput)


class PasskeyForm(CredentialForm):
    """A new passkey."""

    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=60,
        help_text=_("Such as the name of the phone, the computer or the key."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    alone = forms.BooleanField(
        label=_("It lets me in alone, without my password"),
        required=False,
        initial=True,
        help_text=_("It must then ask for a fingerprint, a face or a PIN. Leave it out for simple security keys."),
    )


class PasskeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
