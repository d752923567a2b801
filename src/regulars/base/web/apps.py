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
