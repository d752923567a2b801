"""The staff app's error tree; messages are fit for the user."""

from django.utils.translation import gettext_lazy as _


class StaffError(Exception):
    """Base of all staff errors."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class UserUnknown(StaffError):
    message = _("There is no active user with this e-mail address.")


class EmailTaken(StaffError):
    message = _("A user with this e-mail address exists already.")


class EmailInvalid(StaffError):
    message = _("This is not an e-mail address.")


class KeyUnknown(StaffError):
    message = _("There is no API key with this id.")


class ScopeUnknown(StaffError):
    message = _("There is no such scope.")


class AlreadySetUp(StaffError):
    message = _("This database has an owner already. Sign in, or ask the owner for an account.")


class CodeWrong(StaffError):
    message = _("This is not the code that `regulars serve` printed when it started.")
