"""Forms of quality."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.staff.queries import users

from . import leads

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


def able() -> list["User"]:
    """Colleagues who can look after customers."""
    return [user for user in users().filter(is_active=True) if user.has_perm("customers.edit")]
