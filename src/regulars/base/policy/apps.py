"""Registers the policy app: its lines in the menu, and what it asks of whoever opens the home page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    name = "regulars.base.policy"
    label = "policy"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  models are ready only now

        from . import todos  # noqa: PLC0415

        shell.menu.append(shell.MenuEntry(_("Settings"), _("Rules and training"), "policy:rules", "", 430))
        todos.add_own()
