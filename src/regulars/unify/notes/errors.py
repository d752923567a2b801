"""The error tree of notes and files; messages say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotesError(Exception):
    """Base of all errors about notes; `values` fill the message."""

    message: str | Promise = _("This cannot be done.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values)


class NoteEmpty(NotesError):
    message = _("Write something first.")


class NoteTooLong(NotesError):
    message = _("A note has at most {most} letters. Put longer texts into a file.")


class NoteUnknown(NotesError):
    message = _("This note is not here any more.")


class NotYours(NotesError):
    message = _("Only the colleague who wrote this can change it.")


class FileUnknown(NotesError):
    message = _("This file is not here any more.")


class FileRefused(NotesError):
    """A file that is not taken; each reason is an error of its own."""


class FileEmpty(FileRefused):
    message = _("This file is empty.")


class FileTooLarge(FileRefused):
    message = _("A file may have at most {most} MB. Make it smaller, or keep it elsewhere and write where it is.")


class TooManyFiles(FileRefused):
    message = _("There are {most} files with this customer already. Remove one first.")


class KindRefused(FileRefused):
    message = _(
        "Files of this kind are not taken. Pictures (PNG, JPEG, GIF, WebP), PDF, documents (Word, Excel, PowerPoint,"
        " OpenDocument), plain text, CSV and sound (MP3, M4A, OGG, WAV) are."
    )


class OldOffice(FileRefused):
    message = _("Old Office files can hide programs. Open it and save it as .docx, .xlsx or .pptx, then try again.")


class HoldsProgram(FileRefused):
    message = _("This file holds a program, such as a macro or script. Save it without, or as a PDF.")


class HoldsMarkup(FileRefused):
    message = _("This file is a web page or drawing that can run scripts. Save it as a picture or PDF.")


class NotWhole(FileRefused):
    message = _("This file is damaged, or it is not what it says it is. Open it, save it again, and try once more.")


class ImageTooLarge(FileRefused):
    message = _("This picture is too large to open safely: it may have at most {most} million pixels.")


class UnpacksTooLarge(FileRefused):
    message = _("This document would become far too large when opened, so it is not taken.")


class FileLocked(FileRefused):
    message = _("This document is locked with a password, so nobody can see what is in it. Save it without.")
