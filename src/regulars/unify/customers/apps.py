from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomersConfig(AppConfig):
    name = "regulars.unify.customers"
    label = "customers"

    def ready(self) -> None:
        from regulars.base.web import shell  # noqa: PLC0415
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import bulk_kept, owners, saved_erasing, tiles  # noqa: PLC0415
        from .search import erasing  # noqa: PLC0415

        registries.personal += [erasing.HOLDER, owners.HOLDER, bulk_kept.HOLDER, saved_erasing.HOLDER]
        tiles.add_own_tiles()
        shell.menu.append(
            shell.MenuEntry(
                pgettext_lazy("section of the menu", "People"),
                _("Customers"),
                "customers:list",
                "customers.see",
                20,
                tiles.customers,
            )
        )
