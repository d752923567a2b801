from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "regulars.unify.customers"
    label = "customers"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from . import tiles  # noqa: PLC0415
        from .search import erasing  # noqa: PLC0415

        registries.personal.append(erasing.HOLDER)
        tiles.add_own_tiles()
