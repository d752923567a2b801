from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "regulars.unify.orders"
    label = "orders"

    def ready(self) -> None:
        # Models are ready only now.
        from regulars.base.web import shell  # noqa: PLC0415
        from regulars.unify.customers import plugs  # noqa: PLC0415
        from regulars.unify.customers.columns import columns  # noqa: PLC0415
        from regulars.unify.facts import registries  # noqa: PLC0415

        from . import tiles, views  # noqa: PLC0415
        from .projection import OrdersProjector  # noqa: PLC0415

        registries.projectors.append(OrdersProjector())
        tiles.add_own_tiles()
        shell.panels.extend([views.FIGURES, views.LATEST_ORDERS])
        columns.append(views.COLUMNS)
        plugs.kept.append(views.KEPT)
