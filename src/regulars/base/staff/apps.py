"""Registers the staff app and its line in the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "regulars.base.staff"
    label = "staff"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        section, label = _("Settings"), _("API keys")
        shell.menu.append(shell.MenuEntry(section, label, url="staff:keys", permission="keys.edit", order=410))
