"""The form in which a colleague corrects what is known of a customer: each field with the control of its type."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.fields.choices import words as words_of
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Type
from regulars.base.fields.forms import DateField, NumberField
from regulars.base.fields.queries import find_field, units

from .asking_form import AskingForm
from .sheets.values import editable, label, typed_list

LONG = 500
MOST_LETTERS = 5000
YES, NO = "yes", "no"
DAYS = {Type.DATE, Type.MOMENT}


def fields_with(trait: str) -> Sequence[str]:
    """The traits that are corrected together: those of a unit survive as a whole, so they are said as a whole."""
    field = find_field(trait)
    return units()[field.unit] if field and field.unit else (trait,)


class CorrectionForm(AskingForm):
    """One trait, or the parts of a name or an address."""

    def __init__(self, trait: str, traits: dict[str, Any], data: Any = None) -> None:
        self.trait = trait
        self.known = {name: traits.get(name) for name in fields_with(trait)}
        initial = {name: shown(name, value) for name, value in self.known.items()}
        super().__init__(data, initial=initial, label_suffix="", auto_id="correct-%s")
        for name in self.known:
            self.fields[name] = form_field(name, find_field(name), editable(name, self.known[name]))
        self.fields[trait].widget.attrs["autofocus"] = True

    def main_fields(self) -> list[forms.BoundField]:
        """The field that was asked for, those that have a value, and those in which something is wrong."""
        return [field for field in self if field.name not in self.quiet_names()]

    def quiet_fields(self) -> list[forms.BoundField]:
        """The parts of a name or an address that are empty."""
        return [field for field in self if field.name in self.quiet_names()]

    def quiet_names(self) -> set[str]:
        """Only where one of many parts is corrected."""
        shown = {name for name, value in self.known.items() if value not in (None, "")}
        return set(self.known) - shown - {self.trait} - set(self.errors)

    def changes(self) -> dict[str, Any]:
        """What an edit has to say; empty if nothing is different. What was emptied is taken away."""
        said = {name: value_of(name, value) for name, value in self.cleaned_data.items()}
        if all(same(name, said[name], value) for name, value in self.known.items()):
            return {}
        filled = {name: value for name, value in said.items() if value not in (None, "", [])}
        return filled or dict.fromkeys(said)


class SinceForm(forms.Form):
    """The day since when something is so; empty for now."""

    at = DateField(label=gettext_lazy("Since when"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", auto_id="%s")


def shown(name: str, value: Any) -> Any:
    """A value as its control holds it."""
    field = find_field(name)
    text = editable(name, value)
    if field and field.type in DAYS:
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            return text
    if field and field.type is Type.INTEGER and isinstance(value, int):
        return value
    if isinstance(value, bool):
        return YES if value else NO
    return text


def same(name: str, said: Any, known: Any) -> bool:
    """Whether what was said is what is known already, as a form writes both."""
    return editable(name, said) == editable(name, known)


def value_of(name: str, value: Any) -> Any:
    """What was put into a control, as an edit says it."""
    field = find_field(name)
    if isinstance(value, dt.date):
        return value.isoformat()
    if field and field.type is Type.BOOLEAN:
        return {YES: True, NO: False}.get(value)
    text = value.strip() if isinstance(value, str) else value
    if field and field.type is Type.LIST and text:
        return typed_list(text)
    return text


def form_field(name: str, field: Field | None, value: str) -> forms.Field:
    """The control for a trait by its type."""
    settings: dict[str, Any] = {"label": label(name), "required": False}
    kind = field.type if field else None
    if field and kind is Type.CHOICE:
        words = words_of(name)
        return choice_field([(code, words.get(code, code)) for code in field.validation.choices], **settings)
    if kind is Type.BOOLEAN:
        return choice_field([(YES, _("Yes")), (NO, _("No"))], **settings)
    if kind in DAYS:
        return DateField(**settings)
    if field and kind is Type.INTEGER:
        return NumberField(min_value=field.validation.minimum, max_value=field.validation.maximum, **settings)
    return forms.CharField(max_length=MOST_LETTERS, widget=control(field, value), help_text=help_for(field), **settings)


def choice_field(choices: list[tuple[str, Any]], **settings: Any) -> forms.ChoiceField:
    """One of a few, or not known."""
    return forms.ChoiceField(choices=[("", _("Not known")), *choices], **settings)


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
        Type.LIST: _("With commas between."),
    }.get(field.type, "")
