"""What imports put into the shell: the menu, the palette, a step of getting started, and what waits for somebody."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext

from regulars.base.fields import display
from regulars.base.staff.queries import actor_of
from regulars.base.web import shell

from .enums import State
from .queries import imports

if TYPE_CHECKING:
    from regulars.base.staff.models import User

WAITING = [State.UPLOADED, State.STAGED, State.MAPPED, State.PREVIEWED, State.PAUSED]


def failed_todo(user: "User") -> shell.Todo | None:
    """Tells whoever may import that something did not work."""
    failed = imports().filter(state=State.FAILED).count() if user.has_perm("imports.edit") else 0
    if not failed:
        return None
    words = ngettext("An import failed. Look why.", "%(n)s imports failed. Look why.", failed)
    return shell.Todo(words % {"n": display.number(failed)}, "imports:list")


def waiting_todo(user: "User") -> shell.Todo | None:
    """Reminds a colleague of the files that they uploaded and did not bring in yet."""
    if not user.has_perm("imports.edit"):
        return None
    waiting = imports().filter(state__in=WAITING, actor=actor_of(user)).count()
    if not waiting:
        return None
    words = ngettext("A file waits for you to import it.", "%(n)s files wait for you to import them.", waiting)
    return shell.Todo(words % {"n": display.number(waiting)}, "imports:list", tone="off")


def has_imported() -> bool:
    """Whether any file was ever brought in."""
    return imports().filter(state=State.DONE).exists()


def add_own() -> None:
    """Register them."""
    words = gettext_lazy("Bring in the list you have")
    about = gettext_lazy("A spreadsheet is enough. You see what would happen first, and can take it back.")
    care = gettext_lazy("Care")
    shell.menu.append(shell.MenuEntry(care, gettext_lazy("Imports"), "imports:list", "imports.see", order=325))
    shell.palette.append(
        shell.PaletteEntry(
            gettext_lazy("Import a file"),
            "imports:upload",
            "imports.edit",
            gettext_lazy("upload spreadsheet Excel CSV list contacts"),
        )
    )
    shell.steps.append(shell.Step("import", words, about, "imports:upload", "imports.edit", 30, has_imported))
    shell.todos.extend([failed_todo, waiting_todo])
