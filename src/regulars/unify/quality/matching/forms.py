"""What somebody fills in about joining without asking, and about rules to try."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.fields import display
from regulars.unify.facts.identifiers import TYPES, IdentifierType
from regulars.unify.identity.queries import identifier_type

from .automatic import THRESHOLDS


class ThresholdForm(forms.Form):
    """Never, or one of the probabilities of the curve."""

    threshold = forms.TypedChoiceField(
        label=_("Join without asking"), required=False, empty_value=None, coerce=float, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["threshold"]
        assert isinstance(field, forms.TypedChoiceField)
        percents = [
            (str(one), _("from %(percent)s %% on") % {"percent": display.number(one * 100)}) for one in THRESHOLDS
        ]
        field.choices = [("", _("Never")), *percents]


class RuleForm(forms.Form):
    """Another rule for a kind of identifier."""

    type = forms.ChoiceField(label=_("Kind of identifier"), choices=())
    limit = forms.IntegerField(label=_("How many one person may have"), min_value=1, max_value=1000)
    shareable = forms.BooleanField(label=_("Several people may share one"), required=False)
    rank = forms.IntegerField(
        label=_("Place by strength (1 is the strongest)"), min_value=1, max_value=len(TYPES), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, identifier_type(code)) for code, one in TYPES.items() if not (one.group or one.anonymous)
        ]

    def rule(self) -> IdentifierType:
        """The type as it would be."""
        said = self.cleaned_data
        now = TYPES[said["type"]]
        rank = said["rank"] - 1 if said["rank"] else now.rank
        return replace(now, limit=said["limit"], shareable=said["shareable"], rank=rank)
