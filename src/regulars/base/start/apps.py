"""Registers getting started: its line in the menu for as long as a step is left, and what it says on the home page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartConfig(AppConfig):
    name = "regulars.base.start"
    label = "start"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        from . import steps  # noqa: PLC0415

        steps.add_own()
        shell.menu.append(shell.MenuEntry(_("Settings"), _("Getting started"), "start:goals", "settings.edit", 405))
