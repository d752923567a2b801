"""The filter of the audit page, read from its address."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.base.audit.queries import Conditions, actors
from regulars.base.audit.sentences import named_actors
from regulars.base.fields import digits
from regulars.base.fields.forms import DateField, NumberField
from regulars.base.web import trail


class KeyField(forms.Field):
    """A customer's key, in any digits."""

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError."""
        text = digits.to_ascii(str(value or "")).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63):
            raise forms.ValidationError(_("Write the customer's key, a number such as 123."))
        return int(text)


class FilterForm(forms.Form):
    """Who, what, about whom, when and from where; every field may be left empty."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    key = KeyField(label=_("About which customer"), required=False)
    since = DateField(label=_("From day"), required=False)
    until = DateField(label=_("To day"), required=False)
    address = forms.CharField(label=_("From which address"), required=False, max_length=64)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        names = sorted(named_actors(actors()).items(), key=lambda pair: pair[1].casefold())
        used = {act.group for act in trail.acts.values()}
        groups = [(one.code, one.label) for one in trail.GROUPS if one in used]
        for name, everything, choices in (("who", _("Everybody"), names), ("what", _("Everything"), groups)):
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].help_text = ""
        for name in ("key", "address"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    @property
    def conditions(self) -> Conditions:
        """What was asked for; what cannot be read asks for nothing."""
        given = self.cleaned_data
        group, until = given.get("what"), given.get("until")
        return Conditions(
            actor=given.get("who") or "",
            actions=tuple(act.code for act in trail.acts.values() if act.group.code == group) if group else (),
            people=(given["key"],) if given.get("key") is not None else (),
            address=(given.get("address") or "").strip(),
            since=midnight(given.get("since")),
            until=midnight(until + dt.timedelta(days=1)) if until else None,
        )


class KeepForm(forms.Form):
    """How long entries are kept."""

    days = NumberField(
        label=_("Keep entries for so many days"),
        required=False,
        min_value=30,
        max_value=36_500,
        help_text=_("Empty: for good. What is older is deleted every night and cannot be brought back."),
    )


def midnight(day: dt.date | None) -> dt.datetime | None:
    """When a day begins in the reader's time zone."""
    return None if day is None else timezone.make_aware(dt.datetime.combine(day, dt.time()))
