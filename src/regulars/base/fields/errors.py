"""What can go wrong in the data dictionary and in dates."""


class FieldsError(Exception):
    """Base of this app's errors; messages are fit for the user."""


class UnknownField(FieldsError, LookupError):
    """No field of this name is in the data dictionary."""


class UnknownPurpose(FieldsError, LookupError):
    """No purpose of this code is declared."""


class CalendarError(FieldsError, ValueError):
    """The text is not a date of the calendar, or its calendar or order cannot be told."""
