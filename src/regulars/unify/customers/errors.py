"""The error tree of customers."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class CustomersError(Exception):
    """Base of all errors about golden records."""

    message: str | Promise = _("This customer cannot be shown.")

    def __str__(self) -> str:
        return str(self.message)


class CustomerHidden(CustomersError):
    message = _("There is no customer here: no evidence about this key stands.")


class CursorInvalid(CustomersError):
    message = _("This list cannot be continued from here: it was cut short, or asked for otherwise. Begin again.")


class SortUnknown(CustomersError):
    """`sort` is no order of a list of customers."""

    def __init__(self, sort: str, sorts: Iterable[str]) -> None:
        super().__init__(sort)
        self.message = format_lazy(
            _("Customers cannot be sorted by “{sort}”. Choose one of these: {sorts}."),
            sort=sort,
            sorts=", ".join(sorts),
        )


class FieldMasked(CustomersError):
    """`field` may not decide who is listed, or in which order: whoever asks does not see it whole."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
        self.message = format_lazy(
            _("Your role does not see “{field}” in full, so it cannot be searched, sorted or filtered by."), field=field
        )


class ColleagueUnknown(CustomersError):
    message = _("This colleague does not work here any more. Choose another one.")


class TagInvalid(CustomersError):
    """`tag` is none: empty, too long, or with a comma."""

    def __init__(self, tag: str, longest: int) -> None:
        super().__init__(tag)
        self.message = format_lazy(
            _("“{tag}” is no tag. Write 1 to {longest} letters, without commas."), tag=tag[:80], longest=longest
        )
