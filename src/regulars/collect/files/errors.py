"""The error tree of files; messages are fit for the user and say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileError(Exception):
    """Base of all errors about files that come in."""

    message: str | Promise = _("This file cannot be used.")

    def __str__(self) -> str:
        return str(self.message)
