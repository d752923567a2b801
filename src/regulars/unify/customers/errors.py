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


class FieldUnseen(CustomersError):
    """`field` may not be corrected by whoever asks: they do not see it whole."""

    def __init__(self, field: str, label: str | Promise) -> None:
        super().__init__(field)
        self.field = field
        self.message = format_lazy(
            _("Your role does not see “{field}” in full, so it cannot be corrected. Ask a colleague who does."),
            field=label,
        )


class FieldMasked(CustomersError):
    """`field` may not decide who is listed, or in which order: whoever asks does not see it whole."""

    def __init__(self, field: str, label: str | Promise) -> None:
        super().__init__(field)
        self.field = field
        self.message = format_lazy(
            _("Your role does not see “{field}” in full, so it cannot be searched, sorted or filtered by."),
            field=label,
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


class ViewUnknown(CustomersError):
    message = _("There is no such view, or it is somebody else's own.")


class ViewNameMissing(CustomersError):
    message = _("Give the view a name.")


class TooManyViews(CustomersError):
    message = _("You have very many views. Delete one that you do not need first.")


class NobodyChosen(CustomersError):
    message = _("Choose at least one customer first.")


class TooManyChosen(CustomersError):
    """`most` is how many can be changed or written at once."""

    def __init__(self, most: str) -> None:
        super().__init__(most)
        self.message = format_lazy(
            _("At most {most} customers can be changed at once. Narrow the list with a filter."), most=most
        )


class WorkUnknown(CustomersError):
    message = _("There is nothing here any more: the file was fetched, or a day has passed.")


class NoLongerSeen(CustomersError):
    message = _("You no longer see all that is in this file. Make it again: then it holds what you see now.")


class NothingSaid(CustomersError):
    message = _("Write at least a name, a phone number, an e-mail address or a card number.")


class NoTag(CustomersError):
    message = _("Write at least one tag.")


class NothingToReveal(CustomersError):
    message = _("There is nothing here that you may reveal.")


class ReasonMissing(CustomersError):
    """`shortest` is how many letters a reason has at least."""

    def __init__(self, shortest: int) -> None:
        super().__init__(shortest)
        self.message = format_lazy(
            _("Say what you need it for, in at least {shortest} letters. It is kept in the audit trail."),
            shortest=shortest,
        )
