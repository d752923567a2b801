"""What people type about their mail server, and about their gateway for text messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.forms import NumberField

from .enums import Security
from .errors import GatewayRefused, NumberInvalid
from .server import Server
from .sms.gateway import Gateway, check
from .sms.numbers import mobile_number

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ServerForm(forms.Form):
    """The mail server. An empty password leaves the one that is kept, as long as it goes to the same server."""

    host = forms.CharField(
        label=_("Mail server"),
        max_length=253,
        help_text=_("Your mail provider names it, for example smtp.example.com."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices)
    port = NumberField(label=_("Port"), min_value=1, max_value=65535)
    user = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "new-password"}),
    )
    sender = forms.EmailField(
        label=_("Sender’s address"),
        help_text=_("Mails come from this address; it must be yours to send from."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, known: Server | None = None) -> None:
        self.known = known
        super().__init__(data, initial=initial(known), label_suffix="")
        if known and known.password:
            self.fields["password"].help_text = _("One is kept. Leave this empty to keep it.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"host", "security", "port"} <= given.keys():
            self.keep_password(given)
            self.check_login(given)
        return given

    def keep_password(self, given: dict[str, Any]) -> None:
        """The password that is kept goes to the server it was typed for, and to no other."""
        known = self.known
        if given["password"] or not given["user"] or known is None or not known.password:
            return
        if (given["host"], given["port"], given["user"]) == (known.host, known.port, known.user):
            given["password"] = known.password
        else:
            self.add_error("password", _("Type the password once more: it is for another server now."))

    def check_login(self, given: dict[str, Any]) -> None:
        if given["user"] and given["security"] == Security.NONE and given["host"] not in LOOPBACK:
            self.add_error(
                "security", _("Without encryption everybody on the way could read the password. Choose TLS.")
            )
        for name in ("user", "password"):
            if not str(given.get(name, "")).isascii():
                self.add_error(name, _("Mail servers take only letters without accents, digits and signs here."))

    def server(self) -> Server:
        """What was typed."""
        given = self.cleaned_data
        return Server(
            host=given["host"],
            port=given["port"],
            security=Security(given["security"]),
            sender=given["sender"],
            user=given["user"],
            password=given["password"] if given["user"] else "",
        )


def initial(known: Server | None) -> dict[str, Any]:
    if known is None:
        return {"security": Security.STARTTLS, "port": 587}
    return {name: getattr(known, name) for name in ("host", "security", "port", "user", "sender")}


class GatewayForm(forms.Form):
    """The gateway. Its address holds a key, so that what is kept is never filled in."""

    address = forms.CharField(
        label=_("Address of the gateway"),
        max_length=2000,
        help_text=_("It holds the key to your account; once saved it is not shown again."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "class": "ltr"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        try:
            check(Gateway(address))
        except GatewayRefused as error:
            raise forms.ValidationError(str(error)) from error
        return address


class NumberForm(forms.Form):
    """Where a test message goes."""

    number = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        help_text=_("With + and the country’s code, such as +66 81 234 5678."),
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_number(self) -> str:
        try:
            return mobile_number(str(self.cleaned_data["number"]))
        except NumberInvalid as error:
            raise forms.ValidationError(str(error)) from error
