from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from regulars.base.fields.usage import Usage


class CustomersConfig(AppConfig):
    name = "regulars.unify.customers"
    label = "customers"

    def ready(self) -> None:
        from regulars.base.fields import usage  # noqa: PLC0415
        from regulars.base.web import shell  # noqa: PLC0415
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import bulk_kept, owners, saved_erasing, tiles  # noqa: PLC0415
        from .search import erasing  # noqa: PLC0415

        registries.personal += [erasing.HOLDER, owners.HOLDER, bulk_kept.HOLDER, saved_erasing.HOLDER]
        usage.providers.append(use_of_fields)
        tiles.add_own_tiles()
        shell.menu.append(
            shell.MenuEntry(
                pgettext_lazy("section of the menu", "People"),
                _("Customers"),
                "customers:list",
                "customers.see",
                20,
                tiles.customers_seen,
            )
        )


def use_of_fields() -> "Usage":
    """How fields are used; the lake's engines are loaded only when somebody asks."""
    from .usage import usage  # noqa: PLC0415

    return usage()
