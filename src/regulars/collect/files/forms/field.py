"""A field that a column needs and the dictionary lacks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.queries import purposes
from regulars.base.fields.services import Said

TYPES = [type_ for type_ in Type if type_ is not Type.CHOICE]


class NewFieldForm(forms.Form):
    """Its controls belong to the form around the columns, so that nothing said there is lost."""

    label = forms.CharField(
        label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    type = forms.ChoiceField(label=_("What does it hold?"), choices=[(type_.value, type_.label) for type_ in TYPES])
    sensitivity = forms.ChoiceField(
        label=_("How sensitive is it?"), choices=Sensitivity.choices, initial=Sensitivity.CONFIDENTIAL
    )
    purposes = forms.MultipleChoiceField(
        label=_("What is it collected for?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a purpose it is of no use, and still a risk."),
    )
    place = forms.IntegerField(min_value=0, max_value=20_000, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, place: int | None = None) -> None:
        super().__init__(data, prefix="new", label_suffix="", initial={"place": place})
        chosen = self.fields["purposes"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(one.code, str(one.label)) for one in purposes()]
        for one in self.fields.values():
            one.widget.attrs["form"] = "columns"
            one.widget.is_required = False
        self.use_required_attribute = False

    def said(self) -> Said:
        """What is said of the field, in the reader's language."""
        said = self.cleaned_data
        return Said(
            {get_language() or "en": said["label"]},
            purposes=frozenset(said["purposes"]),
            sensitivity=Sensitivity(said["sensitivity"]),
        )
