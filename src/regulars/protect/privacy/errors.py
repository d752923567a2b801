"""The error tree of privacy; messages are fit for the user."""

from django.utils.translation import gettext_lazy as _


class PrivacyError(Exception):
    """Base of all errors about privacy."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class CustomerUnknown(PrivacyError):
    message = _("There is no customer with this key. Look the customer up with: regulars customer find")
