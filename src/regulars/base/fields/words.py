"""The words for values of built-in fields that are chosen, not written."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

Words = Mapping[str, str | Promise]

LANGUAGES: dict[str, str | Promise] = {
    "en": gettext_lazy("English"),
    "th": gettext_lazy("Thai"),
    "zh": gettext_lazy("Chinese"),
    "fa": gettext_lazy("Persian"),
}
WORDS: dict[str, dict[str, str | Promise]] = {
    "gender": {
        "female": pgettext_lazy("gender", "Female"),
        "male": pgettext_lazy("gender", "Male"),
        "other": pgettext_lazy("gender", "Other"),
    },
    "marital_status": {
        "single": gettext_lazy("Single"),
        "married": gettext_lazy("Married"),
        "partnered": gettext_lazy("In a partnership"),
        "separated": gettext_lazy("Separated"),
        "divorced": gettext_lazy("Divorced"),
        "widowed": gettext_lazy("Widowed"),
    },
    "language": LANGUAGES,
}
