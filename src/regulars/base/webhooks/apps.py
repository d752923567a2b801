"""Registers the webhooks app and its line in the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "regulars.base.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        line = shell.MenuEntry(_("Settings"), _("Webhooks"), url="webhooks:list", permission="webhooks.edit", order=420)
        shell.menu.append(line)
