"""By what right a list comes in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.forms import DateField
from regulars.base.fields.queries import purposes
from regulars.collect.files.basis import Basis, needs_consent
from regulars.collect.files.enums import Origin

from .about import today


class BasisForm(forms.Form):
    """Where the list comes from, what people were told, what it will be used for, what they agreed to."""

    origin = forms.ChoiceField(
        label=_("Where does this list come from?"), widget=forms.RadioSelect, choices=Origin.choices
    )
    told = forms.CharField(
        label=_("What were these people told when they gave it?"),
        required=False,
        max_length=2000,
        help_text=_("In their words or yours: “Leave your number and we write when the mangoes are ripe.”"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    told_on = DateField(label=_("When?"), required=False)
    purposes = forms.MultipleChoiceField(
        label=_("What will you use it for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Columns that none of these needs are left out."),
    )
    consents = forms.MultipleChoiceField(
        label=_("What did everybody in this file agree to?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if only some did: then a column says who."),
    )
    evidence = forms.CharField(
        label=_("How can you show that?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, basis: Basis, data: Mapping[str, Any] | None = None, *, is_carrying: bool = False) -> None:
        """`is_carrying`: columns of the file say who agreed to something, so that evidence is needed."""
        first = {
            "origin": basis.origin,
            "told": basis.told,
            "told_on": basis.told_on,
            "purposes": basis.purposes,
            "consents": basis.consents,
            "evidence": basis.evidence,
        }
        super().__init__(data, initial=first, label_suffix="")
        every = [(one.code, str(one.label)) for one in purposes()]
        self.choose("purposes", every)
        self.choose("consents", [(code, label) for code, label in every if needs_consent(code)])
        self.fields["evidence"].help_text = format_html(
            '<span class="needed">{}</span> {}',
            gettext("Needed as soon as anybody agreed to anything."),
            gettext("A form and its date, a page, where the signed sheets are kept."),
        )
        if is_carrying:
            self.fields["evidence"].widget.attrs["required"] = True
        told_on = self.fields["told_on"]
        assert isinstance(told_on, DateField)
        told_on.latest = today()

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def basis(self) -> Basis:
        """What was said."""
        said = self.cleaned_data
        told_on = said["told_on"].isoformat() if said["told_on"] else ""
        return Basis(said["origin"], told_on, said["told"], said["purposes"], said["consents"], said["evidence"])
