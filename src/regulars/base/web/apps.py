from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "regulars.base.web"
    label = "web"
