"""Where notes and files show: panels, a button, the timeline, the home page, and what an undo has to ask about."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from regulars.base.fields import display
from regulars.base.web import shell
from regulars.unify.customers import plugs as of_customers
from regulars.unify.customers.queries import Customer

from . import kept, queries, telling

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 a name for types alone

    from regulars.base.staff.models import User


WRITE = pgettext_lazy("something written about a customer", "Note")


def add_own() -> None:
    """Once, at start."""
    for subject in ("customer", "group"):
        shell.panels += [
            shell.Panel(subject, "notes", _("Notes"), "notes/_notes.html", show_notes, "notes.see", 5, column="end"),
            shell.Panel(subject, "files", _("Files"), "notes/_files.html", show_files, "notes.see", 40),
        ]
        shell.actions.append(shell.Action(subject, "note", WRITE, write_address, "notes.edit", 10))
    shell.todos.append(unread)
    words = _("notes that name me")
    shell.palette.append(shell.PaletteEntry(_("Mentions"), "notes:mentions", "notes.see", words))
    of_customers.tellers.append(of_customers.Teller("notes", _("Notes"), "notes.see", telling.entries))
    of_customers.kept += [kept.NOTES, kept.FILES]


def show_notes(request: "HttpRequest", customer: Customer) -> dict[str, Any]:
    """The panel of notes; views are loaded with the first page, so that no command waits for them."""
    from .views import panels  # noqa: PLC0415

    return panels.notes(request, customer)


def show_files(request: "HttpRequest", customer: Customer) -> dict[str, Any]:
    """The panel of files."""
    from .views import panels  # noqa: PLC0415

    return panels.files(request, customer)


def write_address(customer: Customer) -> str:
    """Where one writes a note about somebody."""
    return f"{reverse('customers:customer', args=[customer.root])}#write-note"


def unread(user: "User") -> shell.Todo | None:
    """That notes name whoever asks."""
    count = queries.unseen_count(user.pk) if user.has_perm("notes.see") else 0
    if not count:
        return None
    words = ngettext("{n} new note names you.", "{n} new notes name you.", count)
    return shell.Todo(words.format(n=display.number(count)), "notes:mentions", "")
