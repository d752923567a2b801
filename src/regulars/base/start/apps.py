"""Registers getting started: what it says on the home page, and its place in the palette."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartConfig(AppConfig):
    name = "regulars.base.start"
    label = "start"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        from . import steps  # noqa: PLC0415

        steps.add_own()
        shell.palette.append(shell.PaletteEntry(_("Getting started"), "start:steps", "settings.edit"))
