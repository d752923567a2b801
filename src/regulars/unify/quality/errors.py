"""The error tree of quality; messages say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class QualityError(Exception):
    """Base of all errors of quality; `values` fill the message."""

    message: str | Promise = _("This cannot be done.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values)


class NoWay(QualityError):
    message = _("A code can be sent to e-mail addresses and mobile numbers only. Ask, and note what became of it.")


class NotTheirs(QualityError):
    message = _("This value is not the customer’s any more. Open their page again.")


class TooManyCodes(QualityError):
    message = _("So many codes were sent there already. Wait an hour, or call.")


class AddressRefused(QualityError):
    message = _("No mail can be sent to this address. Correct it first.")


class NumberRefused(QualityError):
    message = _("No text message reaches this number: it is no mobile phone’s. Call, and note what became of it.")


class TextsUsedUp(QualityError):
    message = _("So many text messages were written within this hour that no more go out. Wait, or call.")


class NoCode(QualityError):
    message = _("No code is open for this address. Send a new one: a code is good for {minutes} minutes, once.")


class WrongCode(QualityError):
    message = _("This is not the code that was sent. {left} more tries.")


class ItemGone(QualityError):
    message = _("This is settled already.")


class ItemUnseen(QualityError):
    message = _("Your role does not see this field whole, so somebody else has to look at it.")


class ChoiceUnknown(QualityError):
    message = _("Choose one of the values, or write another one.")


class PurposeMissing(QualityError):
    message = _("This field is not collected for this purpose, so its values may not leave for it.")


class SpecialStays(QualityError):
    message = _("Values of a special category never leave this house.")


class AddressPrivate(QualityError):
    message = _("This address leads into a private network. Allow that first if it is meant.")


class KeyForAnother(QualityError):
    message = _("Type the key once more: it is for another address now.")


class AddressInvalid(QualityError):
    message = _("Write a whole address that begins with https://.")


class NotCleanable(QualityError):
    """The values of this field are not merged over many customers."""

    message = _("Values of this field cannot be merged for many customers at once. Correct them customer by customer.")


class NothingChosen(QualityError):
    """There is nothing to change."""

    message = _("Tick the values that mean the same, and write what they shall all become.")


class TooManyValues(QualityError):
    message = _("At most {most} values can be merged in one step. Tick fewer, and do the others afterwards.")


class ValueTooLong(QualityError):
    message = _("What the values shall become is too long: at most {most} characters.")


class StepUnknown(QualityError):
    """There is no such step, or it was undone."""

    message = _("There is no such step any more, or it is still at work. Look at the list again.")


class PairUnknown(QualityError):
    message = _("There is no such pair any more: one of them may have been joined or erased.")


class NothingToUndo(QualityError):
    message = _("There is no decision of yours to take back here.")


class ThresholdUnproven(QualityError):
    message = _("Decide more pairs first: so few do not show how often the model is right.")


class RuleUnknown(QualityError):
    message = _("Choose a kind of identifier, and how many of it one person may have.")
