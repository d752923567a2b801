"""Where quality shows: the menu, a panel about each customer, what waits on the home page."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regulars.base.fields import display
from regulars.base.web import shell
from regulars.unify.customers import columns, doors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.http import HttpRequest  # noqa: TID251 a name for types alone

    from regulars.base.staff.models import User
    from regulars.unify.customers.queries import Customer


def add_own() -> None:
    """Once, at start."""
    shell.menu.append(shell.MenuEntry(_("Care"), _("Quality"), "quality:overview", "quality.see", 325))
    shell.panels.append(
        shell.Panel("customer", "quality", _("Quality"), "quality/_panel.html", panel, "quality.see", 30, column="end")
    )
    shell.palette.append(shell.PaletteEntry(_("Work list"), "quality:review", "quality.see", _("review quality")))
    shell.palette.append(
        shell.PaletteEntry(_("Duplicates"), "quality:duplicates", "quality.see", _("duplicates same person merge"))
    )
    shell.shortcuts.append(shell.Shortcut("g d", _("Duplicates"), "quality:duplicates", "quality.see"))
    shell.shortcuts.append(shell.Shortcut("g q", _("Work list"), "quality:review", "quality.see"))
    shell.todos.append(waiting)
    columns.doubts.append(doubtful_contacts)
    doors.checks.append(doubts)
    doors.upholders.append(uphold)


def doubtful_contacts(roots: "Collection[int]") -> dict[int, set[str]]:
    """What is doubtful of e-mails and phones."""
    from .queries import doubtful_contacts as found  # noqa: PLC0415

    return found(roots)


def doubts(said: "Mapping[str, Any]") -> list[doors.Doubt]:
    """What looks wrong of what a colleague says; the checks are loaded when somebody says something."""
    from .upholding import doubts as found  # noqa: PLC0415

    return found(said)


def uphold(root: int, said: "Mapping[str, Any]", actor: str) -> None:
    """A colleague was asked, and says it again."""
    from .upholding import uphold as keep  # noqa: PLC0415

    keep(root, said, actor)


def panel(request: "HttpRequest", customer: "Customer") -> dict[str, Any]:
    """How good the record is; views are loaded with the first page, so that no command waits for them."""
    from .views import panels  # noqa: PLC0415

    return panels.shown(request, customer)


def waiting(user: "User") -> shell.Todo | None:
    """That work is due; the list's engines are loaded when somebody asks."""
    from . import worklist  # noqa: PLC0415

    count = worklist.waiting_for(user) if user.has_perm("quality.see") else 0
    if not count:
        return None
    words = ngettext("{n} item on your work list is due.", "{n} items on your work list are due.", count)
    return shell.Todo(words.format(n=display.number(count)), "quality:review", query="whose=mine")
