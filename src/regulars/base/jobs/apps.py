"""Registers the jobs app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "regulars.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        from . import checks, tiles  # noqa: PLC0415

        checks.add_own_checks()
        tiles.add_own_tiles()
        care = _("Care")
        shell.menu.append(shell.MenuEntry(care, _("Jobs"), url="jobs:list", permission="jobs.see", order=380))
        shell.menu.append(shell.MenuEntry(care, _("Health"), url="jobs:health", permission="jobs.see", order=390))
