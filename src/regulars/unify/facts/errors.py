"""The error tree of facts and sources; messages are fit for the user."""

from django.utils.translation import gettext_lazy as _


class FactsError(Exception):
    """Base of all errors about facts and sources."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class SourceNameTaken(FactsError):
    message = _("A source of this name exists. Choose another name.")


class SourceUnknown(FactsError):
    message = _("This source does not exist.")


class SourceInvalid(FactsError):
    """The message says which part of the source cannot be stored."""


class NotStored(FactsError):
    message = _("The database could not be written. Send this again in a moment.")


class PreparedBroken(FactsError):
    message = _("The prepared file of this import is missing or damaged. Import the file again.")


class InboxFull(FactsError):
    message = _("Too much is waiting to be processed. Send this again in a moment.")
