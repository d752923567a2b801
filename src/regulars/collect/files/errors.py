"""The error tree of files; messages are fit for the user and say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileError(Exception):
    """Base of all errors about files that come in; `values` fill the message."""

    message: str | Promise = _("This file cannot be used.")

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args)
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values) if self.values else str(self.message)


class ImportUnknown(FileError):
    message = _("This import is not here any more.")


class NotNow(FileError):
    """What was asked does not fit how far the import is."""

    message = _("This cannot be done now: the import is “{state}”.")


class StillWorking(FileError):
    message = _("The import is being worked on. Wait until that has ended, or cancel it.")


class FileGone(FileError):
    message = _("The file itself is not kept any more. Upload it again.")


class NothingMapped(FileError):
    message = _("No column is matched with a field yet. Say for at least one what it holds.")


class NobodyNamed(FileError):
    message = _(
        "No column says who the customers are. Match one with an e-mail address, phone number, member card or"
        " number of the customer."
    )


class TargetUnknown(FileError):
    message = _("There is no field “{target}”. Choose one of the list, or add it first.")


class FieldUnseen(FileError):
    """A preview would tell what stands in a field to somebody who does not see it."""

    message = _("You do not see all of “{field}”, so you cannot bring it in. Leave the column out.")


class RowsUnseen(FileError):
    """Rows of a file, as they came, would tell what stands in a field to somebody who does not see it."""

    message = _("You do not see all of “{field}”, so these rows are not for you. Ask somebody who sees it.")


class ColumnUnknown(FileError):
    message = _("The file has no column “{column}”.")


class BasisMissing(FileError):
    message = _("Say first where this list comes from.")


class BoughtForMarketing(FileError):
    message = _(
        "People on a bought list never agreed to hear from you, so it cannot be used for purposes that need their"
        " consent: {purposes}. Choose other purposes, or do not bring it in."
    )


class EvidenceMissing(FileError):
    message = _("Say how you can show that these people agreed: a form, a page, a date.")


class PurposeUnknown(FileError):
    message = _("There is no purpose “{code}”.")


class DayUnreadable(FileError):
    message = _("“{text}” is no day. Write it as 2026-03-31.")


class NothingToUndo(FileError):
    message = _("This import has brought nothing that could be undone.")


class SourceMissing(FileError):
    message = _("Say first who speaks in this file: choose a source, or make one.")
