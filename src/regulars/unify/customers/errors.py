"""The error tree of customers."""

from django.utils.translation import gettext_lazy as _


class CustomersError(Exception):
    """Base of all errors about golden records."""

    message = _("This customer cannot be shown.")

    def __str__(self) -> str:
        return str(self.message)


class CustomerHidden(CustomersError):
    message = _("There is no customer here: no evidence about this key stands.")
