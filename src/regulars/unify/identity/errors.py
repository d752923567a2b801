"""The error tree of identity: why a decision cannot be taken, in words for the person who wants to take it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IdentityError(Exception):
    """Base of all errors about who is who; `values` fill the message."""

    message: str | Promise = _("This cannot be done.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values)


class CustomerUnknown(IdentityError):
    message = _("There is no customer with the key {key}.")


class NobodyFound(IdentityError):
    message = _("Nobody has the identifier “{text}”. Write it in full, as an e-mail, phone, card number, id or key.")


class SeveralFound(IdentityError):
    message = _("“{text}” means several identifiers. Say which one: {choices}.")


class SameCustomer(IdentityError):
    message = _("These two are one customer already.")


class SameKey(IdentityError):
    message = _("Both name the same identifier. Name two different ones.")


class GroupGiven(IdentityError):
    message = _("{text} is a company or household. Only people can be merged or kept apart.")


class KeptApart(IdentityError):
    message = _("Somebody decided that these two are different people. Undo d{position} first.")


class AlreadyApart(IdentityError):
    message = _("These two are kept apart already, by decision d{position}.")


class LinkUnknown(IdentityError):
    message = _("There is no link “{link}”. Links have numbers, decisions are written as d and a number.")


class LinkWithdrawn(IdentityError):
    message = _("The link {link} has been undone already.")


class DecisionUnknown(IdentityError):
    message = _("There is no standing decision d{position}.")


class NoPreview(IdentityError):
    message = _("Only links and merges have a preview; d{position} is another kind of decision.")


class ErasureFinal(IdentityError):
    message = _("An erasure cannot be taken back.")


class AlreadyDecided(IdentityError):
    message = _("This has been decided already, as d{position}.")


class MomentInvalid(IdentityError):
    message = _("A value can only have changed hands between the year 2000 and now.")


class BatchUnknown(IdentityError):
    message = _("There is nothing to withdraw of the import {batch}.")


class NothingToChange(IdentityError):
    message = _("Name at least one field and its new value.")


class TraitInvalid(IdentityError):
    """`reason` is a sentence that says what to write."""

    message = _("This value does not fit the field “{trait}”. {reason}")


class NotAddressable(IdentityError):
    message = _("This customer has no identifier that an edit can be filed under.")


class DecisionRefused(IdentityError):
    message = _("This was not done: {reason}")


class StillWaiting(IdentityError):
    message = _("This is stored and will be done, but other work is ahead of it. Look again in a moment.")
