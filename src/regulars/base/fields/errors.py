"""What can go wrong in the data dictionary and in dates."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FieldsError(Exception):
    """Base of this app's errors; messages are fit for the user."""


class UnknownField(FieldsError, LookupError):
    """No field of this name is in the data dictionary."""


class UnknownPurpose(FieldsError, LookupError):
    """No purpose of this code is declared."""


class CalendarError(FieldsError, ValueError):
    """The text is not a date of the calendar, or its calendar or order cannot be told."""


class FieldRefused(FieldsError, ValueError):
    """A field or purpose cannot be declared or changed like this; `about` is the part at fault, such as "name"."""

    def __init__(self, about: str, message: str | Promise, **words: object) -> None:
        super().__init__(about, message)
        self.about, self.message, self.words = about, message, words

    def __str__(self) -> str:
        return str(self.message).format(**self.words)


NO_NAME = _("Write what the field is called.")
NAME_TAKEN = _("There is already a field “{name}”. Choose another name.")
NAME_KEPT = _("“{name}” means something to Regulars. Choose another name.")
NAME_SHAPE = _("Write the name in small letters, digits and _, beginning with a letter.")
NOT_SEALABLE = _(
    "“{label}” cannot be a special category: Regulars recognises people by it, so it cannot be sealed."
    " Declare a field of your own for what is special."
)
NO_MOMENT = _("A date and time cannot be a special category. Choose a date.")
NO_CHOICES = _("Write at least one choice.")
CHOICE_TWICE = _("The choice “{code}” is there twice. Write each choice once.")
BOUNDS = _("The largest value is smaller than the smallest one. Change one of them.")
RETENTION = _("Write the days for which values are kept as a number from 1 on, or nothing.")
PURPOSE_UNKNOWN = _("There is no purpose “{code}”. Choose purposes from the list.")
BEING_SEALED = _("The values of “{label}” are still being sealed or opened. Wait until that is done.")
CODE_TAKEN = _("There is already a purpose “{code}”. Choose another name.")
