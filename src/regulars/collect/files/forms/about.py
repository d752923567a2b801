"""What a file as a whole is: what its rows are, who speaks in it, of which country and time."""

import datetime as dt
from collections.abc import Mapping as Map
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from regulars.base.fields.forms import DateField
from regulars.base.web import business
from regulars.collect.files.mapping import Kind, Mapping

CURRENCIES = "THB CNY IRR USD EUR GBP JPY SGD MYR HKD TWD AED INR KRW VND IDR PHP AUD CAD CHF TRY".split()
NOON = dt.time(12)


def countries() -> list[tuple[str, str]]:
    """Code and name of every country that has phone numbers, by name in the reader's language."""
    try:
        names = Locale.parse(to_locale(get_language() or "en")).territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    return sorted(((code, str(names.get(code, code))) for code in SUPPORTED_REGIONS), key=lambda pair: pair[1])


class AboutForm(forms.Form):
    """`kinds` are what rows can be, in words; `mapping` is how the file is read so far."""

    kind = forms.ChoiceField(label=_("What is each row?"))
    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        help_text=_("Who speaks in this file. Use one name for files that come from the same place."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "list": "file-sources"}),
    )
    region = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Of phone numbers that are written without one.")
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, help_text=_("Of amounts without one."))
    as_of = DateField(
        label=_("True as of"),
        required=False,
        help_text=_("The day the list was made, if that was earlier: what others said later then stays newer."),
    )

    def __init__(
        self, mapping: Mapping, source: str, kinds: list[tuple[str, str]], data: Map[str, Any] | None = None
    ) -> None:
        first = {
            "kind": mapping.kind.value,
            "source": source,
            "region": mapping.region,
            "currency": mapping.currency,
            "as_of": day_of(mapping.as_of),
        }
        super().__init__(data, initial=first, label_suffix="")
        self.mapping = mapping
        self.choose("kind", kinds)
        self.choose("region", [("", str(_("None"))), *countries()])
        codes = sorted({*CURRENCIES, mapping.currency} - {""})
        self.choose("currency", [("", str(_("None"))), *((code, code) for code in codes)])
        if mapping.kind not in {Kind.ORDERS, Kind.ORDER_LINES, Kind.PRODUCTS}:
            del self.fields["currency"]
        as_of = self.fields["as_of"]
        assert isinstance(as_of, DateField)
        as_of.latest = today()

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def say(self) -> None:
        """Write down in the mapping what was said; what was not, or makes no sense, stays."""
        said = self.cleaned_data
        self.mapping.region = said.get("region", self.mapping.region)
        self.mapping.currency = said.get("currency", self.mapping.currency)
        if "as_of" in said:
            self.mapping.as_of = moment_of(said["as_of"])


def today() -> dt.date:
    return timezone.now().astimezone(business.zone()).date()


def moment_of(day: dt.date | None) -> int:
    """Noon of a day where the business is, in µs; 0 for today and for none: when the file came."""
    if day is None or day >= today():
        return 0
    return int(dt.datetime.combine(day, NOON, business.zone()).timestamp()) * 1_000_000


def day_of(as_of: int) -> dt.date | None:
    """The day of such a moment."""
    return dt.datetime.fromtimestamp(as_of / 1_000_000, business.zone()).date() if as_of else None
