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
