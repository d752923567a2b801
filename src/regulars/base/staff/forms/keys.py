"""What is said about a new API key."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.staff import roles
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.staff.rules import scopes_of


class ApiKeyForm(forms.Form):
    """Which program it is for, what it may do, and how much of fields it sees; no more than whoever makes it."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)
    role = forms.ChoiceField(
        label=_("It sees customers as"),
        help_text=_("Fields that this role sees masked or not at all are masked or left out for the program too."),
    )

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = roles.mask_of(acting.role)
        seen = [role for role in Role if roles.shows_no_more(roles.mask_of(role), mine) and role != Role.OWNER]
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_of(acting)]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in seen]  # type: ignore[attr-defined]
