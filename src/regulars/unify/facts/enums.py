"""Words that the road stores."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """What a source is decides whether it is public or trusted, and how its values rank."""

    SERVER = "server", _("Server")
    TILL = "till", _("Till")
    SHOP = "shop", _("Shop")
    FILE = "file", _("File")
    FORM = "form", _("Form")
    BROWSER = "browser", _("Browser")
    PIXEL = "pixel", _("Pixel")
    STAFF = "staff", _("Staff")

    @property
    def is_public(self) -> bool:
        """A browser's write key can be read by anyone, so what comes with it is only a claim."""
        return self in {SourceKind.BROWSER, SourceKind.FORM, SourceKind.PIXEL}

    @property
    def rank(self) -> int:
        """Survivorship: the greater wins. Staff corrections are above every source."""
        return RANKS[self]


RANKS = {
    SourceKind.STAFF: 50,
    SourceKind.SERVER: 40,
    SourceKind.TILL: 40,
    SourceKind.SHOP: 40,
    SourceKind.FILE: 30,
    SourceKind.FORM: 20,
    SourceKind.BROWSER: 10,
    SourceKind.PIXEL: 10,
}
