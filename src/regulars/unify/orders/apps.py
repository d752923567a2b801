from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "regulars.unify.orders"
    label = "orders"

    def ready(self) -> None:
        from regulars.unify.facts import registries  # noqa: PLC0415  models are ready only now

        from .projection import OrdersProjector  # noqa: PLC0415

        registries.projectors.append(OrdersProjector())
