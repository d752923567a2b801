"""The form in which a colleague corrects what is known of a customer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from regulars.base.fields.choices import CHOICES
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field, units

from .sheets.values import editable, label, typed_list

LONG = 500
MOST_LETTERS = 5000


def fields_with(trait: str) -> Sequence[str]:
    """The traits that are corrected together: those of a unit survive as a whole, so they are said as a whole."""
    field = find_field(trait)
    return units()[field.unit] if field and field.unit else (trait,)


class CorrectionForm(forms.Form):
    """One trait, or the parts of a name or an address."""

    def __init__(self, trait: str, traits: dict[str, Any], data: Any = None) -> None:
        self.traits = {name: editable(name, traits.get(name)) for name in fields_with(trait)}
        super().__init__(data, initial=self.traits, label_suffix="")
        for name in self.traits:
            self.fields[name] = form_field(name, find_field(name), self.traits[name])
        self.fields[trait].widget.attrs["autofocus"] = True

    def changes(self) -> dict[str, Any]:
        """What an edit has to say; empty if nothing is different. What was emptied is taken away."""
        said = {name: str(value).strip() for name, value in self.cleaned_data.items()}
        if said == self.traits:
            return {}
        filled: dict[str, Any] = {name: value_of(name, value) for name, value in said.items() if value}
        return filled or dict.fromkeys(said)


def value_of(name: str, text: str) -> Any:
    """What was typed, as an edit says it: lists are written with commas between."""
    field = find_field(name)
    if field and field.type is Type.LIST:
        return typed_list(text)
    return text


def form_field(name: str, field: Field | None, value: str) -> forms.Field:
    """The control for a trait by its type."""
    settings: dict[str, Any] = {"label": label(name), "required": False}
    if field and field.type is Type.CHOICE:
        words = CHOICES.get(name, {})
        choices = [("", _("Not known")), *((code, words.get(code, code)) for code in field.validation.choices)]
        return forms.ChoiceField(choices=choices, **settings)
    return forms.CharField(max_length=MOST_LETTERS, widget=control(field, value), help_text=help_for(field), **settings)


def control(field: Field | None, value: str) -> forms.Widget:
    """One line, or more where the text is long; numbers and addresses from left to right in every language."""
    kinds = {Type.EMAIL: "email", Type.PHONE: "tel", Type.URL: "url"}
    if len(value) > 80 or (field and field.validation.max_length > LONG and field.type is Type.TEXT):
        return forms.Textarea(attrs={"dir": "auto", "rows": 4})
    kind = kinds.get(field.type) if field else None
    if kind:
        return forms.TextInput(attrs={"type": kind, "class": "ltr"})
    return forms.TextInput(attrs={"dir": "auto"})


def help_for(field: Field | None) -> str:
    """How to write a value."""
    if field is None:
        return ""
    return {
        Type.PHONE: _("With + and the country, such as +66 81 234 5678."),
        Type.DATE: _("As 1988-05-14, in any calendar you use."),
        Type.MOMENT: _("A day, as 2026-03-01."),
        Type.LIST: _("With commas between."),
    }.get(field.type, "")
