"""The forms in which a field or a purpose is declared or changed."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.fields import errors
from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Basis, Category, Sensitivity, Type
from regulars.base.fields.naming import name_for
from regulars.base.fields.queries import purposes
from regulars.base.fields.services import Said
from regulars.base.fields.words import LANGUAGES

SPARE_ROWS = 4
MOST_CHOICES = 100
DIRECTIONS = {"fa": "rtl"}
NUMBER = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}
WORDS = {"maxlength": 100}
TEXTS = {Type.TEXT, Type.URL, Type.EMAIL, Type.PHONE}
SENSITIVITY_HELP = {
    Sensitivity.ORDINARY: _("Everybody who sees customers sees it."),
    Sensitivity.IDENTIFYING: _("Tells who somebody is: analysts and viewers see a part of it."),
    Sensitivity.CONFIDENTIAL: _("Sales and service see that there is something, viewers nothing."),
    Sensitivity.SPECIAL: _(
        "Health, religion, national ids and the like: sealed wherever it is kept,"
        " and shown to owners and administrators alone."
    ),
}


def text_fields(name: str) -> Iterable[tuple[str, forms.CharField]]:
    """One line for each language, `name_en` first."""
    for code, language in LANGUAGES.items():
        widget = forms.TextInput(attrs={"lang": code, "dir": DIRECTIONS.get(code, "auto"), "autocomplete": "off"})
        yield (
            f"{name}_{code}",
            forms.CharField(
                label=cast(str, language),  # or a promise of one
                required=False,
                max_length=200,
                widget=widget,
            ),
        )


class LabelsForm(forms.Form):
    """What something is called, in each language."""

    def __init__(self, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}), label_suffix="")
        self.fields = {**dict(text_fields("label")), **self.fields}

    @property
    def labels(self) -> list[forms.BoundField]:
        return self._texts("label")

    def _texts(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code in LANGUAGES]

    def said_texts(self, name: str) -> dict[str, str]:
        """Language → text, of those that were written."""
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
        return {code: text for code, text in found.items() if text}


class PurposeForm(LabelsForm):
    """A purpose: what it is called, and by which right data is used for it."""

    basis = forms.ChoiceField(
        label=_("Lawful basis"), choices=Basis.choices, help_text=_("By which right you use data for it.")
    )


class FieldForm(LabelsForm):
    """Everything about a field but its name and type; a built-in one stays in its group."""

    category = forms.ChoiceField(label=_("Group"), choices=Category.choices, initial=Category.CUSTOM)
    purposes = forms.MultipleChoiceField(
        label=_("What is it collected for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a purpose it is of no use, and still a risk."),
    )
    sensitivity = forms.ChoiceField(
        label=_("How sensitive is it?"),
        choices=Sensitivity.choices,
        widget=forms.RadioSelect,
        initial=Sensitivity.CONFIDENTIAL,
    )
    minimum = forms.IntegerField(label=_("Smallest value"), required=False, widget=forms.TextInput(attrs=NUMBER))
    maximum = forms.IntegerField(label=_("Largest value"), required=False, widget=forms.TextInput(attrs=NUMBER))
    max_length = forms.IntegerField(
        label=_("Most characters"), required=False, min_value=1, max_value=5000, widget=forms.TextInput(attrs=NUMBER)
    )
    shape = forms.CharField(
        label=_("Shape"),
        required=False,
        max_length=100,
        strip=False,
        help_text=_("9 stands for a digit, A for a letter, all else for itself: AA-9999. Empty for any text."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    retention = forms.IntegerField(
        label=_("Keep values for so many days"),
        required=False,
        min_value=1,
        max_value=36_500,
        help_text=_("Empty: as long as the customer is kept."),
        widget=forms.TextInput(attrs=NUMBER),
    )

    def __init__(
        self,
        type_: Type,
        field: Field | None,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.type, self.field = type_, field
        super().__init__(data, initial)
        self.fields.update(text_fields("help"))
        asked = self.fields["purposes"]
        assert isinstance(asked, forms.MultipleChoiceField)
        asked.choices = [(purpose.code, purpose.label) for purpose in purposes()]
        for name in self.unfitting():
            del self.fields[name]
        self.choice_rows = self.rows() if type_ is Type.CHOICE else []

    def unfitting(self) -> Iterable[str]:
        """What makes no sense for the type, or cannot be changed."""
        if self.field and self.field.is_built_in:
            yield "category"
        if self.type is not Type.INTEGER:
            yield from ("minimum", "maximum")
        if self.type not in TEXTS:
            yield "max_length"
        if self.type is not Type.TEXT:
            yield "shape"

    @property
    def helps(self) -> list[forms.BoundField]:
        return self._texts("help")

    @property
    def limits(self) -> list[forms.BoundField]:
        """What values must satisfy."""
        return [self[name] for name in ("minimum", "maximum", "max_length", "shape") if name in self.fields]

    @property
    def sensitivities(self) -> list[tuple[Any, Any]]:
        """Each choice with what it means."""
        return [(choice, SENSITIVITY_HELP[Sensitivity(choice.data["value"])]) for choice in self["sensitivity"]]

    def rows(self) -> list[dict[str, str]]:
        """The choices as they are being written: code and texts, with room for more."""
        if not self.is_bound:
            given: list[dict[str, str]] = self.initial.get("choices", [])
            return [*given, *({"code": ""} | dict.fromkeys(LANGUAGES, "") for _row in range(SPARE_ROWS))]
        places = range(min(int_or_0(self.data.get("choice-rows")), MOST_CHOICES))
        parts = ("code", *LANGUAGES)
        return [{part: str(self.data.get(f"choice-{place}-{part}", "")).strip() for part in parts} for place in places]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.type is Type.CHOICE:
            cleaned["choices"] = self.choices_written()
        return cleaned

    def choices_written(self) -> dict[str, dict[str, str]]:
        """Code → texts; a choice without a code gets it from what it is called."""
        found: dict[str, dict[str, str]] = {}
        for row in self.choice_rows:
            texts = {code: row[code] for code in LANGUAGES if row[code]}
            code = row["code"].casefold() or name_for(next(iter(texts.values()), ""))
            if code in found:
                raise forms.ValidationError(errors.CHOICE_TWICE.format(code=code))
            if code:
                found[code] = texts
        return found

    def said(self) -> Said:
        """What was said, once the form is valid."""
        cleaned = self.cleaned_data
        built_in = self.field is not None and self.field.is_built_in
        validation = {
            name: cleaned[name]
            for name in ("minimum", "maximum", "max_length", "shape", "choices")
            if cleaned.get(name) not in (None, "") or (name in cleaned and built_in and name in ("minimum", "maximum"))
        }
        return Said(
            self.said_texts("label"),
            Category(cleaned.get("category", Category.CUSTOM)),
            self.said_texts("help"),
            frozenset(cleaned["purposes"]),
            Sensitivity(cleaned["sensitivity"]),
            validation,
            cleaned["retention"],
        )


def int_or_0(text: Any) -> int:
    """A number that a form holds."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 6 else 0


def initial(field: Field, labels: Mapping[str, str], helps: Mapping[str, str], choices: Any) -> dict[str, Any]:
    """A field as its form holds it; `choices` is code → texts."""
    limits = field.validation
    return {
        **{f"label_{code}": labels.get(code, "") for code in LANGUAGES},
        **{f"help_{code}": helps.get(code, "") for code in LANGUAGES},
        "category": field.category,
        "purposes": sorted(field.purposes),
        "sensitivity": field.sensitivity,
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "max_length": limits.max_length,
        "shape": limits.shape,
        "retention": field.retention,
        "choices": [{"code": code, **{each: texts.get(each, "") for each in LANGUAGES}} for code, texts in choices],
    }
