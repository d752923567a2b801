"""What is said about colleagues: who is invited, what they may do, and which teams there are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.staff.queries import teams
from regulars.base.staff.rules import can_give, can_reach


class AccessForm(forms.Form):
    """Role, team and reach; only what `acting` may give is offered, and what stands now."""

    role = forms.ChoiceField(label=_("Role"), initial=Role.VIEWER)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    reach = forms.ChoiceField(
        label=_("Sees"),
        choices=Reach.choices,
        initial=Reach.EVERYONE,
        help_text=_(
            "In a small shop everybody sees all. Sales often sees only its own customers, or those of its team: at"
            " first nobody, until customers are given to them."
        ),
    )

    def __init__(self, *args: Any, acting: User, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            kwargs["initial"] = {"role": user.role, "team": user.team_id, "reach": user.reach}
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role if can_give(acting, role)]
        known = [(team.pk, team.name) for team in teams() if can_reach(acting, Reach.OWN, team.pk)]
        self.fields["role"].choices = [("", _("No role: may do nothing")), *roles] if user and not user.role else roles  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", _("In no team")), *known]  # type: ignore[attr-defined]

    @property
    def access(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        return {"role": given["role"], "team_id": given["team"], "reach": given["reach"]}


class InviteForm(AccessForm):
    """Whom, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    field_order = ("email", "role", "team", "reach")


class TeamForm(forms.Form):
    """The name of a team."""

    name = forms.CharField(
        label=_("Name of the team"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
