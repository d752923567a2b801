from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "regulars.base.webhooks"
    label = "webhooks"
