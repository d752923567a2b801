"""Registers the mail app: its lines in the menu and its look at whether mails get through."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "regulars.base.mail"
    label = "mail"

    def ready(self) -> None:
        from regulars.base.jobs.checks import add_check  # noqa: PLC0415  apps are ready only now
        from regulars.base.web import shell  # noqa: PLC0415

        from .checks import check_mail  # noqa: PLC0415

        section = _("Settings")
        shell.menu.append(
            shell.MenuEntry(section, _("Outbox"), url="mail:outbox", permission="settings.edit", order=460)
        )
        add_check(170, check_mail)
