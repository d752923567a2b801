from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "regulars.unify.orders"
    label = "orders"
