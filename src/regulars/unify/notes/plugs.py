"""Where notes and files show: panels, a button, the timeline, the home page, and what an undo has to ask about."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from regulars.base.fields import display
from regulars.base.web import shell
from regulars.unify.customers import plugs as of_customers
from regulars.unify.customers.queries import Customer

from . import kept, queries, telling
from .views import panels

if TYPE_CHECKING:
    from regulars.base.staff.models import User


WRITE = pgettext_lazy("something written about a customer", "Note")


def add_own() -> None:
    """Once, at start."""
    for subject in ("customer", "group"):
        shell.panels += [
            shell.Panel(subject, "notes", _("Notes"), "notes/_notes.html", panels.notes, "notes.see", 5, column="end"),
            shell.Panel(subject, "files", _("Files"), "notes/_files.html", panels.files, "notes.see", 40),
        ]
        shell.actions.append(shell.Action(subject, "note", WRITE, write_address, "notes.edit", 10))
    shell.todos.append(unread)
    of_customers.tellers.append(of_customers.Teller("notes", _("Notes"), "notes.see", telling.entries))
    of_customers.kept += [kept.NOTES, kept.FILES]


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
