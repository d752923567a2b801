"""What colleagues choose for themselves, and what the owner says about the business."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from regulars.base.fields import display
from regulars.base.fields.enums import Calendar
from regulars.base.staff.enums import Role
from regulars.base.staff.models import User
from regulars.base.web import business

from .zones import UNIVERSAL, by_region, city_name, offset, zones

Choices = list[tuple[str, Any]]


def zone_choices() -> Choices:
    """All time zones, under the part of the world they are in."""
    language = get_language() or "en"
    now = timezone.now()
    regions: Choices = [
        (region, [(city.zone, f"{city.name} ({display.in_digits(offset(city.zone, now))})") for city in cities])
        for region, cities in by_region(language)
    ]
    return [(UNIVERSAL, UNIVERSAL), *regions]


class ZoneField(forms.ChoiceField):
    """A time zone by its city; the browser finds it by what one types."""

    def __init__(self, **given: Any) -> None:
        super().__init__(choices=zone_choices, **given)

    def valid_value(self, value: str) -> bool:
        return value in zones() or (value == "" and not self.required)


class PreferencesForm(forms.Form):
    """How one colleague reads."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = ZoneField(
        label=_("Time zone"),
        required=False,
        help_text=_("Times on every page are shown as clocks in this city show them."),
    )
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        required=False,
        help_text=_("Days are shown in this calendar. You can type them in any of the three."),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        initial = {"language": user.language, "time_zone": user.time_zone, "calendar": user.calendar}
        super().__init__(data, initial=initial, label_suffix="")
        self.choice_field("language").choices = [("", self.usual_language()), *settings.LANGUAGES]
        self.choice_field("time_zone").choices = [("", self.usual_zone()), *zone_choices()]
        self.choice_field("calendar").choices = [("", self.usual_calendar()), *Calendar.choices]

    def choice_field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def usual_language(self) -> str:
        return gettext("As this browser asks for")

    def usual_zone(self) -> str:
        city = city_name(business.zone().key, get_language() or "en")
        return gettext("As the business (%(city)s)") % {"city": city}

    def usual_calendar(self) -> str:
        calendar = display.usual_calendar(get_language() or "en").label
        return gettext("As usual for the language (%(calendar)s)") % {"calendar": calendar}


class BusinessForm(forms.Form):
    """What the business is called, and how it counts."""

    name = forms.CharField(
        label=_("Name of the business"),
        required=False,
        max_length=100,
        help_text=_("Colleagues see it above the menu; mails come from it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the business"),
        choices=settings.LANGUAGES,
        help_text=_("Mails and jobs use it, and pages for those whose browser asks for none of our languages."),
    )
    time_zone = ZoneField(
        label=_("Time zone of the business"),
        help_text=_("Filters and segments count days by it, and nightly jobs run by it."),
    )
    first_weekday = forms.TypedChoiceField(
        label=_("First day of the week"), coerce=int, choices=lambda: list(WEEKDAYS.items())
    )

    def __init__(self, data: Any = None) -> None:
        initial = {
            "name": business.name(),
            "language": business.language(),
            "time_zone": business.zone().key,
            "first_weekday": business.first_weekday(),
        }
        super().__init__(data, initial=initial, label_suffix="")

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class SignInRulesForm(forms.Form):
    """Of which roles a second factor is asked."""

    roles = forms.MultipleChoiceField(
        label=_("Who must sign in with a second factor?"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A code from a phone, or a passkey, beside the password. Those who have none yet are led to set one up"
            " before they see anything else. We advise it for owners and administrators."
        ),
    )
