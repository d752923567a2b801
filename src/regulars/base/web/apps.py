"""Registers the app of the frame that pages hang in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WebConfig(AppConfig):
    name = "regulars.base.web"
    label = "web"

    def ready(self) -> None:
        from . import shell  # noqa: PLC0415  apps are ready only now

        people = pgettext_lazy("section of the menu", "People")
        shell.menu.append(shell.MenuEntry(people, _("Home"), url="web:home", permission="", order=10))
        shell.palette.append(
            shell.PaletteEntry(_("Add a customer"), "customers:add", "customers.edit", _("new create person"))
        )
        shell.palette.append(shell.PaletteEntry(_("Components"), "web:styleguide", "settings.edit", "styleguide"))
        shell.shortcuts.extend(
            [
                shell.Shortcut("/", _("Find a customer")),
                shell.Shortcut("⌘K", _("Go to a customer, a page or an action")),
                shell.Shortcut("g h", _("Go to the home page"), "web:home"),
                shell.Shortcut("g c", _("Go to the customers"), "customers:list", "customers.see"),
                shell.Shortcut("n", _("Add a customer"), "customers:add", "customers.edit"),
                shell.Shortcut("j", _("Next row of a table")),
                shell.Shortcut("k", _("Row before")),
                shell.Shortcut("Enter", _("Open the row")),
                shell.Shortcut("x", _("Tick the row")),
                shell.Shortcut("?", _("Show these shortcuts")),
            ]
        )
