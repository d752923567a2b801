"""Words that the road stores."""

from django.db import models


class SourceKind(models.TextChoices):
    """What a source is decides whether it is public or trusted, and how its values rank."""

    SERVER = "server", "Server"
    TILL = "till", "Till"
    SHOP = "shop", "Shop"
    FILE = "file", "File"
    FORM = "form", "Form"
    BROWSER = "browser", "Browser"
    PIXEL = "pixel", "Pixel"
    STAFF = "staff", "Staff"

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
