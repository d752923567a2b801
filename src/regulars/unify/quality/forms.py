"""Forms of quality."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.enums import Type
from regulars.base.fields.queries import fields, purposes
from regulars.base.staff.queries import users
from regulars.unify.customers.asking_form import AskingForm
from regulars.unify.customers.forms import MOST_LETTERS

from . import leads
from .outside import services

if TYPE_CHECKING:
    from django.http import QueryDict  # noqa: TID251 a name for types alone

    from regulars.base.staff.models import User

LONGEST = 365


class LeadsForm(forms.Form):
    """When a lead that nobody answered is handed on, and to whom."""

    days = forms.IntegerField(
        label=_("Days without an answer"),
        min_value=0,
        max_value=LONGEST,
        help_text=_("0: never. A note, a correction or a confirmation is an answer; so is an order."),
    )
    then = forms.ChoiceField(
        label=_("Then"),
        choices=(
            (leads.QUEUE, _("Back into the queue, for whoever takes it")),
            (leads.NEXT, _("To the next colleague")),
        ),
    )
    among = forms.MultipleChoiceField(
        label=_("Colleagues who take turns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: "QueryDict | None" = None) -> None:
        rule = leads.rule()
        kept = {"days": rule.days, "then": rule.then, "among": [str(pk) for pk in rule.among]}
        super().__init__(data, initial=kept)
        among: Any = self.fields["among"]
        among.choices = [(str(user.pk), str(user)) for user in able()]

    def clean(self) -> dict[str, Any]:
        """Turns need somebody who takes them."""
        given = super().clean() or {}
        if given.get("days") and given.get("then") == leads.NEXT and not given.get("among"):
            self.add_error("among", _("Choose at least one colleague."))
        return given

    def save(self, *, actor: str) -> None:
        given = self.cleaned_data
        leads.set_rule(leads.Rule(given["days"], given["then"], tuple(map(int, given["among"]))), actor=actor)


class TypedForm(AskingForm):
    """What is right instead of a doubtful value, in a colleague's own words."""

    def __init__(self, trait: str, data: "QueryDict | None" = None) -> None:
        super().__init__(data, auto_id="typed-%s")
        self.trait = trait
        self.fields[trait] = forms.CharField(label=_("Or write what is right"), required=False, max_length=MOST_LETTERS)
        self.fields[trait].widget.attrs |= {"dir": "auto", "autocomplete": "off"}

    def typed(self) -> str:
        """Empty where one of the offers was chosen."""
        return str(self.cleaned_data[self.trait])


class ValidatorForm(forms.Form):
    """Somebody outside who is asked about the values of a field."""

    field = forms.ChoiceField(label=_("Field"))
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Is sent {“field”, “value”} and answers {“verdict”: “fine”} or “doubtful”."),
    )
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput,
        help_text=_("Sent as a bearer token. Left empty, the one that was set for this server stays."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("What the values leave this house for."))
    may_be_private = forms.BooleanField(label=_("It runs in our own network"), required=False)
    is_enabled = forms.BooleanField(label=_("Ask it"), required=False)

    def __init__(self, data: "QueryDict | None" = None) -> None:
        super().__init__(data)
        offered: Any = self.fields["field"]
        asked = {Type.EMAIL, Type.PHONE, Type.TEXT}
        offered.choices = [
            (field.name, field.label) for field in fields() if field.type in asked and not field.is_special
        ]
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(one.code, one.label) for one in purposes()]

    def save(self, *, actor: str) -> None:
        """Raises QualityError."""
        services.set_validator(**self.cleaned_data, actor=actor)


def able() -> list["User"]:
    """Colleagues who can look after customers."""
    return [user for user in users().filter(is_active=True) if user.has_perm("customers.edit")]
