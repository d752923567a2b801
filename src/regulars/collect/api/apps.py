from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "regulars.collect.api"
    label = "collect_api"
