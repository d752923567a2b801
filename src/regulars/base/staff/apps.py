"""Registers the staff app, its lines in the menu, and what happens when somebody signs in."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "regulars.base.staff"
    label = "staff"

    def ready(self) -> None:
        from regulars.base.staff.settings.overview import palette  # noqa: PLC0415  apps are ready only now
        from regulars.base.staff.watch import note_session  # noqa: PLC0415
        from regulars.base.web import shell  # noqa: PLC0415

        user_logged_in.connect(note_session)
        section, staff = _("Settings"), _("Staff")
        shell.menu.append(shell.MenuEntry(section, staff, url="staff:colleagues", permission="staff.see", order=400))
        shell.menu.append(shell.MenuEntry(section, _("All settings"), url="settings:index", permission="", order=450))
        shell.palette.extend(palette())
