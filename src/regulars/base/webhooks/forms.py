"""What people type about an endpoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .address import check_url
from .enums import MessageType
from .errors import AddressRefused
from .models import Endpoint


class EndpointForm(forms.Form):
    """Where to tell, and what."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Where your program listens, such as https://shop.example/hooks/regulars."),
        widget=forms.TextInput(
            attrs={"type": "url", "dir": "ltr", "autocomplete": "off", "spellcheck": "false", "class": "ltr"}
        ),
    )
    description = forms.CharField(
        label=_("What is it for?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What should it hear?"),
        required=False,
        choices=MessageType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means everything, also what later versions will tell."),
    )

    def __init__(self, data: Any = None, *, endpoint: Endpoint | None = None) -> None:
        names = ("url", "description", "events")
        initial = {name: getattr(endpoint, name) for name in names} if endpoint else None
        super().__init__(data, initial=initial, label_suffix="")

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            check_url(url)
        except AddressRefused as error:
            raise forms.ValidationError(str(error)) from error
        return url
