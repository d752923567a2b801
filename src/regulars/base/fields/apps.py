"""Registers the data dictionary: its line in the menu and in the palette."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldsConfig(AppConfig):
    name = "regulars.base.fields"
    label = "fields"
    verbose_name = _("Data dictionary")

    def ready(self) -> None:
        from regulars.base.fields import usage  # noqa: PLC0415
        from regulars.base.web import shell  # noqa: PLC0415  apps are ready only now

        care = _("Care")
        shell.menu.append(shell.MenuEntry(care, _("Fields"), "fields:list", "fields.see", 335, asks_lake=True))
        shell.questions.append(usage.usage)
        shell.palette.append(
            shell.PaletteEntry(_("Purposes of fields"), "fields:purposes", "fields.see", _("lawful basis GDPR"))
        )
        shell.palette.append(shell.PaletteEntry(_("Add a field"), "fields:add", "fields.edit", _("declare attribute")))
