"""Where quality shows: the menu, panels, what waits on the home page."""

from django.utils.translation import gettext_lazy as _

from regulars.base.web import shell


def add_own() -> None:
    """Once, at start."""
    shell.menu.append(shell.MenuEntry(_("Care"), _("Quality"), "quality:overview", "quality.see", 325))
