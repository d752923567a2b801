"""What people type about a source."""

import json
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .kinds import KINDS

MOST_PLAN_BYTES = 1_000_000
WITHOUT_STAFF = [kind for kind in KINDS if kind != "staff"]
EXAMPLE_RULE = '[{"event": "Order Completed", "property": "phone", "identifier": "phone"}]'


def written_rules_help() -> SafeString:
    """What rules are for, with an example that reads from left to right."""
    about = gettext("What properties of events say about customers: a JSON list of rules, such as this one.")
    return format_html("{} <code>{}</code>", about, EXAMPLE_RULE)


rules_help = lazy(written_rules_help, SafeString)
CODE = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class SourceForm(forms.Form):
    """A new source."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("As colleagues call it: “Web shop”, “Till Sukhumvit 24”."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=())
    region = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=2,
        help_text=_("Two letters, such as TH. Phone numbers without a country are read as numbers of this one."),
        widget=forms.TextInput(attrs=CODE),
    )
    namespace = forms.CharField(
        label=_("Accounts"),
        required=False,
        max_length=50,
        initial="default",
        help_text=_("Sources that share their users' accounts have the same word here."),
        widget=forms.TextInput(attrs=CODE),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one.value, KINDS[one].label) for one in WITHOUT_STAFF]

    def clean_namespace(self) -> str:
        return str(self.cleaned_data["namespace"]) or "default"


class SettingsForm(SourceForm):
    """A source's name, country, accounts and rules; its kind stays."""

    rules = forms.JSONField(
        label=pgettext_lazy("of a source", "Rules"),
        required=False,
        help_text=rules_help(),
        widget=forms.Textarea(attrs={**CODE, "rows": 6, "class": "code-text"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    def clean_rules(self) -> list[Any]:
        rules = self.cleaned_data["rules"] or []
        if not isinstance(rules, list):
            raise forms.ValidationError(_("Write a JSON list here: rules in square brackets."))
        return rules


class PlanForm(forms.Form):
    """A tracking plan as JSON, typed or as a file."""

    plan = forms.CharField(
        label=_("Plan"), required=False, widget=forms.Textarea(attrs={**CODE, "rows": 24, "class": "code-text"})
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, widget=forms.FileInput(attrs={"accept": "application/json,.json"})
    )

    def clean_file(self) -> str | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_PLAN_BYTES:
            raise forms.ValidationError(_("A plan has at most 1 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is no JSON.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("file") or cleaned.get("plan") or ""
        try:
            cleaned["document"] = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            words = _("This is no JSON: there is a mistake in line %(line)s.") if line else _("This is no JSON.")
            if not self.errors:
                self.add_error("plan", forms.ValidationError(words, params={"line": line}))
        return cleaned
